import { app } from 'electron';

/**
 * A board makes a little garbage sixty times a second. By default V8 lets tens of megabytes of it lie before it looks; told to mind the
 * size, it collects in small steps. Measured on a full floor (`npm run bench -- memory`): 40 MB less in the page, 20 MB less in the engine,
 * no more processor time per frame.
 */
const MIND_THE_SIZE = '--optimize-for-size';

/** Node flags of the engine's process. */
export const ENGINE_FLAGS: readonly string[] = [MIND_THE_SIZE];

/** For the pages. Must run before the app is ready. */
export function mindMemory(): void {
  app.commandLine.appendSwitch('js-flags', MIND_THE_SIZE);
}

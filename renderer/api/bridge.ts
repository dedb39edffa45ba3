import type { InputOf, OutputOf, Shell, ShellName } from '../../shared/contract/index.ts';
import { PORT_HERE, PORT_WANTED } from '../../shared/contract/bridge.ts';
import type { Bridge as Exposed, EngineStateMessage, Intent } from '../../shared/contract/bridge.ts';
import type { Result } from '../../shared/errors/index.ts';

export type EngineState = EngineStateMessage;
export type ShellInput<N extends ShellName> = InputOf<Shell[N]>;
export type ShellOutput<N extends ShellName> = OutputOf<Shell[N]>;

/** The part of a MessagePort that the client needs; a fake in tests has no more. */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** What the window is given by its preload. Everything that the renderer knows of the outside goes through here. */
export interface Bridge {
  /** Asks for a port to the engine; it comes by `onPort`, now or when the engine is up. */
  wantPort(): void;
  onPort(listener: (port: Port) => void): () => void;
  onEngine(listener: (state: EngineState) => void): () => void;
  /** What the main process tells this window to do (menu, command line). */
  onIntent(listener: (intent: Intent) => void): () => void;
  shell<N extends ShellName>(name: N, input: ShellInput<N>): Promise<Result<ShellOutput<N>>>;
}

declare global {
  interface Window {
    readonly watchfloor?: Exposed;
  }
}

/** The bridge of a real window. Null where the page was opened without the preload. */
export function windowBridge(): Bridge | null {
  const exposed = window.watchfloor;
  if (exposed === undefined) return null;
  return {
    wantPort: () => window.postMessage({ type: PORT_WANTED }, '*'),
    onPort(listener) {
      const hear = (event: MessageEvent<unknown>) => {
        if (event.source !== window || !isPortHere(event.data)) return;
        const port = event.ports[0];
        if (port !== undefined) listener(port);
      };
      window.addEventListener('message', hear);
      return () => window.removeEventListener('message', hear);
    },
    onEngine: (listener) => exposed.onEngine(listener),
    onIntent: (listener) => exposed.onIntent(listener),
    // The answer was parsed against the contract on the other side.
    shell: <N extends ShellName>(name: N, input: ShellInput<N>) =>
      exposed.shell[name](input) as Promise<Result<ShellOutput<N>>>,
  };
}

function isPortHere(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === PORT_HERE;
}

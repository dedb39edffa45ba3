import { EXPORTS_PER_MINUTE } from './zendesk/limits.ts';
import type { ClockAnchor } from './state-file.ts';
import { PracticeSession } from './session.ts';
import type { PracticeOptions } from './session.ts';
import { World } from './world.ts';
import { serveAccount } from './zendesk/server.ts';

export type { PracticeOptions } from './session.ts';
export type { ClockAnchor } from './state-file.ts';
export { practiceHistory } from './history.ts';
export type { HistoryOptions } from './history.ts';

/** The token that the practice floor expects where none was chosen: it guards nothing but a simulation on this machine. */
export const PRACTICE_TOKEN = 'practice-floor';
export const PRACTICE_EMAIL = 'supervisor@practice.example';

/** A practice floor that answers. */
export interface PracticeFloor {
  /** `http://127.0.0.1:<port>`. */
  baseUrl: string;
  email: string;
  token: string;
  /** The floor's clock: `anchorAt + (real − anchorRealAt) × speed`, epoch ms UTC. */
  clock(): ClockAnchor & { now: number };
  close(): Promise<void>;
}

/**
 * Opens a practice floor and serves it as a Zendesk account on the loopback interface.
 *
 * @throws AppError `refused`, `store-corrupt` or `invalid-input` (see {@link PracticeOptions}), and Node's error where the port is taken
 */
export async function startPractice(options: PracticeOptions = {}): Promise<PracticeFloor> {
  const session = new PracticeSession(options);
  const world = new World(session.parameters, () => session.incidents());
  // The day of now is played before anybody waits for an answer.
  world.logsAt(Math.floor(session.now() / 1000));
  const token = options.token ?? PRACTICE_TOKEN;
  const { baseUrl, close } = await serveAccount({
    world,
    session,
    token,
    port: options.port ?? 0,
    without: options.without ?? [],
    exportsPerMinute: options.exportsPerMinute ?? EXPORTS_PER_MINUTE,
  });
  return { baseUrl, email: PRACTICE_EMAIL, token, clock: () => session.clock(), close };
}

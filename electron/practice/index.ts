import { EXPORTS_PER_MINUTE } from './zendesk/limits.ts';
import type { ClockAnchor } from './state-file.ts';
import { PracticeSession } from './session.ts';
import type { PracticeOptions } from './session.ts';
import { World } from './world.ts';
import { serveOrganization } from './genesys/server.ts';
import { serveAccount } from './zendesk/server.ts';

export type { PracticeOptions } from './session.ts';
export type { ClockAnchor } from './state-file.ts';
export { practiceHistory } from './history.ts';
export type { HistoryOptions } from './history.ts';

/** The token that the practice floor expects where none was chosen: it guards nothing but a simulation on this machine. */
export const PRACTICE_TOKEN = 'practice-floor';
export const PRACTICE_EMAIL = 'supervisor@practice.example';
/** OAuth client of the practice floor's Genesys organisation where none was chosen. */
export const PRACTICE_CLIENT = { id: 'practice-client', secret: 'practice-secret' } as const;

/** Where the phones ring, if they do not in the Zendesk account. */
export interface PracticePhones {
  /** API, sign-in and socket are all here: `http://127.0.0.1:<port>`. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
}

/** A practice floor that answers. */
export interface PracticeFloor {
  /** `http://127.0.0.1:<port>`. */
  baseUrl: string;
  email: string;
  token: string;
  /** The Genesys organisation of the same people; null where the phones ring in the Zendesk account. */
  genesys: PracticePhones | null;
  /** The floor's clock: `anchorAt + (real − anchorRealAt) × speed`, epoch ms UTC. */
  clock(): ClockAnchor & { now: number };
  close(): Promise<void>;
}

/**
 * Opens a practice floor and serves it as a Zendesk account on the loopback interface, and where its phones ring in Genesys Cloud as an
 * organisation there.
 *
 * @throws AppError `refused`, `store-corrupt` or `invalid-input` (see {@link PracticeOptions}), and Node's error where the port is taken
 */
export async function startPractice(options: PracticeOptions = {}): Promise<PracticeFloor> {
  const session = new PracticeSession(options);
  const world = new World(session.parameters, () => session.incidents());
  // The day of now is played before anybody waits for an answer.
  world.logsAt(Math.floor(session.now() / 1000));
  const token = options.token ?? PRACTICE_TOKEN;
  const account = await serveAccount({
    world,
    session,
    token,
    port: options.port ?? 0,
    without: options.without ?? [],
    phones: session.phones === 'zendesk',
    exportsPerMinute: options.exportsPerMinute ?? EXPORTS_PER_MINUTE,
  });
  const clientId = options.clientId ?? PRACTICE_CLIENT.id;
  const clientSecret = options.clientSecret ?? PRACTICE_CLIENT.secret;
  let organization: Awaited<ReturnType<typeof serveOrganization>> | null = null;
  try {
    if (session.phones === 'genesys') {
      organization = await serveOrganization({
        world,
        session,
        clientId,
        clientSecret,
        port: options.genesysPort ?? 0,
      });
    }
  } catch (error) {
    await account.close();
    throw error;
  }
  return {
    baseUrl: account.baseUrl,
    email: PRACTICE_EMAIL,
    token,
    genesys: organization === null ? null : { baseUrl: organization.baseUrl, clientId, clientSecret },
    clock: () => session.clock(),
    close: async () => {
      await Promise.all([account.close(), organization?.close()]);
    },
  };
}

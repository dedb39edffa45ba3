import type { SecretReader } from '../../electron/connectors/connector.ts';
import type { AgentState } from '../../shared/domain/records.ts';
import type { SourceConfig } from '../../electron/store/index.ts';
import type { SourceReport } from '../../electron/sync/index.ts';
import type { Bench, SyncOnceOptions } from './support.ts';

/** Ways in which any vendor's server can fail. */
export type SharedFailure =
  '429' | '429-date' | '429-silent' | 'html' | 'truncated' | 'empty' | 'silent' | 'dribble' | 'reset' | '500' | '503';

/** Every case of the suite: the rows of its table. The words are the table's. */
export const CASES = {
  'first-sync': 'first sync',
  incremental: 'incremental',
  'nothing-new': 'nothing new',
  'page-size': 'the same whatever the size of the pages',
  kill: 'kill at every page',
  'duplicates-at-edges': 'duplicates at edges',
  'equal-timestamps': 'equal timestamps larger than a page',
  'mutation-during-read': 'mutation during the read',
  'deletes-and-merges': 'deletes and merges',
  unknowns: 'unknown fields and enum values',
  '401-refresh': '401 with refresh',
  '401-stays': '401 that stays: sign in again',
  '403-plan': '403 on one stream (left out of the plan)',
  '403-essential': '403 on a stream every account has',
  '429-retry-after': '429 with Retry-After',
  '429-silent': '429 without Retry-After',
  '5xx': '5xx',
  'html-200': 'HTML 200',
  truncated: 'truncated JSON',
  'empty-body': 'empty body',
  'slow-loris': 'slow loris and silence',
  reset: 'connection reset',
  'one-stream-down': 'one stream down, the others go on',
  down: 'the source is down',
  redirect: 'redirect to another host',
  'empty-account': 'empty account',
  'million-rows': 'one-million-row account in constant memory',
  hostile: 'hostile texts',
  quarantine: 'unreadable row kept aside and read later',
  'mass-delete': 'most of a list gone: nobody deleted',
  skew: 'clock skew measured',
  'secret-kept': 'the secret is never written down',
  interleavings: 'property: any interleaving of pages, crashes and mutations',
  'push-live': 'push: an event reaches the store, once',
  'push-gap': 'push: fresh snapshot after every gap',
} as const;

export type CaseId = keyof typeof CASES;

/** What the suite hands a case that a harness brings itself. */
export interface CaseTools {
  vendor: FakeVendor;
  bench: Bench;
  sync(on?: Bench, options?: SyncOnceOptions): Promise<SourceReport>;
}

/** A vendor's fake server, with the few things that the contract suite needs to ask of any of them. */
export interface ConnectorHarness {
  kind: string;
  /** A server with a small account on it, its clock set to the reader's. */
  start(now: () => number): Promise<FakeVendor>;
  /** Names of streams by what they are to the suite. */
  streams: {
    /** One that every account has, read by cursor. */
    essential: string;
    /** One that a plan may leave out. */
    planGated: string;
  };
  /** Milliseconds after a change at the vendor within which a read may miss it (exports that withhold the last minute, jobs that lag). */
  settleMs: number;
  /** Rows of the smallest page, where {@link FakeVendor.smallPages} cannot make them as small as it is told (five). */
  smallestPage?: number;
  /** Runs of the property test, where a read of the account takes long; `WATCHFLOOR_PROPERTY_RUNS` overrides it. */
  propertyRuns?: number;
  /** Names of what may happen to an account while it is read, for the property test; each is done by {@link FakeVendor.happen}. */
  happenings: readonly string[];
  /** Failures that the property test mixes in. */
  failures: readonly (SharedFailure | '401')[];
  /** More of the store to compare than the suite does: name → SQL on `mirror.db` with an ORDER BY. */
  alsoCompare?: Readonly<Record<string, string>>;
  /** What the source's own, documented repairs make of a text; absent: it is kept as it came. */
  repaired?(text: string): string;
  /** Cases that mean nothing to this kind of source, with the reason as the table prints it. */
  notApplicable?: Readonly<Partial<Record<CaseId, string>>>;
  /** Cases whose requirement holds but has to be shown in the source's own way. */
  own?: Readonly<Partial<Record<CaseId, (tools: CaseTools) => Promise<void>>>>;
}

export interface FakeVendor {
  source: SourceConfig;
  secret: SecretReader;
  /** Reads the source once to its end. Absent: the sync engine does it with a connector made for the occasion. */
  read?(bench: Bench, options: SyncOnceOptions): Promise<SourceReport>;
  /** Everything that must never be written down (tokens, client secrets, refresh tokens). */
  secrets(): string[];
  /** Makes pages small (five rows unless told otherwise), so that everything takes several. */
  smallPages(rows?: number): void;
  empty(): void;
  /** The next requests to a stream (or any request of the API; requests for tokens do not count) fail. */
  failNext(
    failure: SharedFailure | '401' | '403' | '404' | 'redirect',
    options?: { stream?: string; times?: number; retryAfterSeconds?: number },
  ): void;
  heal(): void;
  /** Changes one contact, adds one, deletes one where the vendor can. */
  mutate(step: number): void;
  /** Adds one contact that began a few minutes ago and that no read has seen yet. @returns its id */
  addContact(n: number): string;
  /** From now on the first rows of each page of the essential stream are the last of the page before it. */
  repeatAtEdges(rows: number): void;
  /** Adds contacts that all bear one and the same stamp, the one that the essential stream goes by. @returns their ids */
  addEqualStamps(count: number): string[];
  /** Deletes and merges what the vendor can delete and merge. @returns what must be gone from the store after the next read */
  deleteAndMerge(): { entity: 'contact' | 'agent' | 'queue'; id: string; mergedInto: string | null }[];
  /**
   * Makes the account one of exactly so many contacts (and nobody else's), each page made when it is asked for and forgotten
   * with its answer: the server itself must not grow, so it keeps no list of its exchanges from here on.
   */
  many(contacts: number): void;
  /** Does one of the harness's {@link ConnectorHarness.happenings}; `n` (0..999) chooses what it happens to. */
  happen(name: string, n: number): void;
  /** Puts text into every field that people may write. */
  putText(text: string): void;
  /** Adds fields and enum values that nobody has heard of. */
  putUnknowns(): void;
  /** Adds a row to the essential stream that cannot be read, and mends it again. */
  putUnreadable(): void;
  mendUnreadable(): void;
  /** Takes most of the agents off the list. */
  loseMostAgents(): void;
  setSkew(ms: number): void;
  /** Requests to the API seen so far (requests for tokens left out): host-relative path with query, and headers. */
  requests(): { target: string; headers: Record<string, unknown> }[];
  /** Called before each request is answered (requests for tokens left out). */
  onRequest(listener: () => void): void;
  /** The live push of the vendor, where it has one. */
  push?: FakePush;
  stop(): Promise<void>;
}

/** A vendor's push, as far as the suite drives it. */
export interface FakePush {
  /** The state of an agent changes at the vendor: the socket tells it (where one is open), and a snapshot shows it from now on. */
  setAgentState(n: number): { agent: string; platform: string; state: AgentState };
  /** Sends the last event once more, as vendors do. */
  repeatLast(): void;
  /** Channels that live now, and how many were opened so far. */
  open(): number;
  opened(): number;
  /** Ends every socket without a word. */
  drop(): void;
}

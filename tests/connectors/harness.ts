import type { SecretReader } from '../../electron/connectors/connector.ts';
import type { SourceConfig } from '../../electron/store/index.ts';

/** Ways in which any vendor's server can fail. */
export type SharedFailure =
  '429' | '429-date' | '429-silent' | 'html' | 'truncated' | 'empty' | 'silent' | 'dribble' | 'reset' | '500' | '503';

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
}

export interface FakeVendor {
  source: SourceConfig;
  secret: SecretReader;
  /** Makes pages small (five rows unless told otherwise), so that everything takes several. */
  smallPages(rows?: number): void;
  empty(): void;
  /** The next requests to a stream (or any request) fail. */
  failNext(
    failure: SharedFailure | '401' | '403' | '404' | 'redirect',
    options?: { stream?: string; times?: number; retryAfterSeconds?: number },
  ): void;
  heal(): void;
  /** Changes one contact, adds one, deletes one. */
  mutate(step: number): void;
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
  /** Requests seen so far: host-relative path with query, and headers. */
  requests(): { target: string; headers: Record<string, unknown> }[];
  /** Called before each request is answered. */
  onRequest(listener: () => void): void;
  stop(): Promise<void>;
}

import type { CanonicalRecord, QuarantineItem, ShiftRecord, Tombstone } from '../../shared/domain/records.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { CursorValue, SourceConfig } from '../store/api.ts';

/**
 * The connector interface. A connector only reads: it turns a cursor into a page of canonical records. When to read, how often, how fast,
 * what to do about faults and where the cursor lives is the sync engine's business (electron/sync), the same for all vendors.
 */
export interface Connector {
  readonly kind: string;
  /** Streams in the order of a first read (people and queues before contacts). */
  readonly streams: readonly StreamSpec[];
  /**
   * What the vendor documents of its buckets, used until the replies' own headers say otherwise. A bucket that is not named here is only
   * limited by what the replies say.
   */
  readonly limits: Readonly<Record<string, BucketLimit>>;
  /** Part of each limit that we may use, 0..1; absent: the engine's own half, which leaves the rest to other integrations. */
  readonly share?: number;
  /** Which streams the account's plan and permissions include. Throws AppError source-auth when the credentials are refused. */
  probe(context: ReadContext): Promise<Capabilities>;
  /**
   * Reads one page. The cursor is what an earlier page returned, or null for the first read from `startTime`.
   * Throws {@link HttpFault} (or AppError); never swallows a fault.
   */
  read(stream: string, cursor: CursorValue, context: ReadContext): Promise<ReadPage>;
  /** Reads kept payloads again, after an upgrade taught the connector to. Asks the source nothing. */
  replay(stream: string, items: readonly QuarantineItem[]): ReplayResult;
  /** Live events over a socket, where the vendor has them; the streams it covers are read as a fresh snapshot after every gap. */
  readonly push?: PushSpec;
  close(): Promise<void>;
}

/**
 * A vendor's live push. The connector makes a channel and turns its messages into records; when to open one, how long to wait before the next
 * try, what a quiet socket means and when to read a snapshot is the sync engine's business, the same for all vendors.
 */
export interface PushSpec {
  /** Live streams that the push keeps fresh: read as a snapshot after every (re)connection, and polled at their cadence while there is no channel. */
  readonly covers: readonly string[];
  /** Seconds without any message (heartbeats count) after which the channel is taken for dead. */
  readonly quietAfterSeconds: number;
  /**
   * Makes a channel, subscribes to everything and connects; resolves once events flow. Rejects with {@link HttpFault} (or AppError) when it cannot.
   * Topics that the account may not have are reported in the result and are no fault.
   */
  open(context: PushContext, sink: PushSink): Promise<PushChannel>;
}

export interface PushContext extends ReadContext {
  sockets: SocketGate;
}

/** Where a channel's events go. After `ended` nothing more is taken. */
export interface PushSink {
  /** Records of one message, committed as one page of the stream named. `at`: the vendor's instant of the event, epoch ms UTC. */
  page(page: {
    stream: string;
    rows: number;
    records: CanonicalRecord[];
    tombstones: Tombstone[];
    quarantine: QuarantineItem[];
    at: number | null;
  }): void;
  /** The channel has said that it is alive (a heartbeat). */
  alive(): void;
  /** The channel is over: closed by the other side, replaced, or no longer subscribed. Never called after `close()`. */
  ended(reason: string): void;
  /** Something came that only a fresh snapshot can answer (a new agent, a new queue): the channel is made anew, soon and once. */
  renew(reason: string): void;
}

export interface PushChannel {
  /** Topics that the account was refused, with the reason in words. */
  readonly refused: readonly { topic: string; reason: string }[];
  close(): Promise<void>;
}

/** Opens sockets: `wss:` anywhere, plain `ws:` to loopback only; messages larger than the engine's cap end the socket. */
export interface SocketGate {
  /** Resolves when open. @throws HttpFault unreachable, timeout, auth (401), forbidden, rate-limited (429), server */
  connect(url: string, options?: { headers?: Record<string, string> }): Promise<TextSocket>;
}

export interface TextSocket {
  send(text: string): void;
  onText(listener: (text: string) => void): void;
  /** Once; with the close code, 1006 where there was none. */
  onClose(listener: (code: number, reason: string) => void): void;
  close(): void;
}

/** How many requests a bucket takes in how many seconds, for all users of the account together. */
export interface BucketLimit {
  requests: number;
  perSeconds: number;
}

export interface ReplayResult {
  records: CanonicalRecord[];
  tombstones: Tombstone[];
  /** Keys of the items that could be read this time. */
  released: string[];
}

/**
 * Gives a secret by the name under which it is kept, null where there is none. `fresh`: do not answer from memory, the
 * last one was refused.
 */
export type SecretReader = (name: string, options: { fresh: boolean }) => Promise<string | null>;

/** Keeps a secret under a name. Resolves once it is safe on disk: a rotated token is kept before it is used. */
export type SecretWriter = (name: string, value: string) => Promise<void>;

/**
 * Makes the connector of a source. Throws AppError invalid-input where its configuration is not in order.
 * `keep` is absent where secrets cannot be written (the command line); then no sign-in that rotates its token can be used.
 */
export type ConnectorFactory = (source: SourceConfig, secret: SecretReader, keep?: SecretWriter) => Connector;

export interface StreamSpec {
  name: string;
  /** `live`: polled figures of now; `incremental`: cursor; `full`: the whole small list each time, with a sweep for what is gone. */
  mode: 'live' | 'incremental' | 'full';
  /** Wanted seconds between reads once the stream has reached its end. */
  everySeconds: number;
  /** Rate-limit bucket at the vendor; one limiter per (source, bucket). */
  bucket: string;
  /** Stream that must have reached its end once before this one starts, if any. */
  after?: string;
  /** Brings contacts with their history: until that is read, nothing can be expected from it. */
  history?: boolean;
  /** The account's plan may leave this stream out: a 403 or 404 then marks it unavailable and is no fault of the source. */
  planGated?: boolean;
}

export interface ReadContext {
  clock: Clock;
  /** Oldest instant wanted, epoch ms UTC. */
  startTime: number;
  /** A first read may begin with what is recent and go back from there, where the source allows: somebody is watching. */
  newestFirst?: boolean;
  signal: AbortSignal;
  /** Our best reading of the source's clock, epoch ms UTC: ours, corrected by the skew seen in its replies. */
  serverNow(): number;
  /** Id of the stored agent of this source with the e-mail address (case ignored), null where there is none. */
  agentIdByEmail(email: string): string | null;
  /** What the store holds of this source: what a snapshot is held against. */
  stored: StoredView;
  /**
   * Lets time pass between two requests of one read (a job at the vendor is not ready yet). The watchdog takes it for a wait that is wanted.
   *
   * @throws AppError cancelled when the signal aborts
   */
  wait(ms: number): Promise<void>;
  /** Every request passes through here: the engine's limiter, counting and skew estimate. */
  http: HttpGate;
}

/** Reads of what is stored of one source. */
export interface StoredView {
  agents(): { id: string; active: boolean; queues: string[] }[];
  queues(): { id: string; active: boolean }[];
  /** Stays of agents that have not ended. */
  openStates(): { id: string; agent: string; platform: string; rawState: string; startAt: number }[];
  /** Shifts that start in [from, to), epoch ms UTC. */
  shifts(from: number, to: number): StoredShift[];
  /** Segments of contacts. */
  segments(contacts: readonly string[]): { id: string; contact: string }[];
}

export type StoredShift = Pick<ShiftRecord, 'id' | 'agent' | 'startAt' | 'endAt' | 'activities'>;

export interface ReadPage {
  /** Rows that the source sent, before any of them became one record, several or none. */
  rows: number;
  records: CanonicalRecord[];
  tombstones: Tombstone[];
  quarantine: QuarantineItem[];
  cursor: CursorValue;
  /** True when nothing more is there now; the stream sleeps for its cadence. */
  done: boolean;
  /** Vendor's instant up to which this stream is complete after this page, if it says so. */
  asOf: number | null;
  /**
   * For `full` streams on the last page: every id that exists, so that the engine can sweep the rest (it refuses mass deletion).
   * `owns` says which stored ids of the entity are this stream's to sweep, where several streams bring records of one entity.
   */
  presentIds?: { entity: 'agent' | 'queue'; ids: string[]; owns: (id: string) => boolean };
  /** 0..1 through the back-fill, null when not known. */
  progress: number | null;
  /** Instant from which on everything is read, where history comes newest first; absent or null: not known. Epoch ms UTC. */
  readFrom?: number | null;
}

export type Capabilities = Record<string, { available: true } | { available: false; reason: string }>;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  bucket: string;
  headers?: Record<string, string>;
  body?: string;
  /** Tries in all before a time-out is thrown, where the caller has a better remedy than trying again; absent: the engine's own number. */
  timeoutTries?: number;
}

export interface HttpReply {
  status: number;
  headers: Headers;
  /** Body as text, read whole under the engine's size cap and stall time-out. */
  text: string;
  /** Local receive instant. */
  receivedAt: number;
}

/**
 * Sends a request under the limiter. Retries what is worth retrying (429 with its wait, 5xx, time-outs, broken bodies) and throws
 * {@link HttpFault} for the rest.
 */
export interface HttpGate {
  send(request: HttpRequest): Promise<HttpReply>;
  /** As `send`, and the body parsed as JSON; an HTML page with status 200 or a truncated body is a retried fault, then HttpFault `bad-reply`. */
  json(request: HttpRequest): Promise<{ value: unknown; reply: HttpReply }>;
}

export type FaultKind =
  | 'unreachable'
  | 'timeout'
  | 'auth'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'bad-cursor'
  | 'bad-request'
  | 'server'
  | 'bad-reply'
  | 'pagination-limit';

/** A fault of the vendor or the network, in words for people. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly kind: FaultKind;
  readonly status: number | null;
  readonly body: string | null;
  /** How long the other side asked us to wait (`Retry-After`), null where it did not say. */
  readonly retryAfterMs: number | null;
  constructor(
    kind: FaultKind,
    message: string,
    status: number | null = null,
    body: string | null = null,
    retryAfterMs: number | null = null,
  ) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

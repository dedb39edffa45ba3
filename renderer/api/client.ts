import type {
  CommandName,
  Commands,
  Frame,
  FromEngine,
  InputOf,
  OutputOf,
  Queries,
  QueryName,
  ShellName,
  ToEngine,
  ViewName,
} from '../../shared/contract/index.ts';
import { fromWire, toWire } from '../../shared/errors/index.ts';
import type { AppError, Result, WireError } from '../../shared/errors/index.ts';
import { t } from '../ui/i18n/index.ts';
import type { Bridge, EngineState, Port, ShellInput, ShellOutput } from './bridge.ts';
import { Cell } from './emitter.ts';

export type CallName = QueryName | CommandName;
export type CallDef<N extends CallName> = N extends QueryName
  ? Queries[N]
  : N extends CommandName
    ? Commands[N]
    : never;
export type CallInput<N extends CallName> = InputOf<CallDef<N>>;
export type CallOutput<N extends CallName> = OutputOf<CallDef<N>>;

/** How the window stands with its engine. */
export interface Link {
  phase: 'starting' | 'up' | 'restarting' | 'stopped';
  error: WireError | null;
  offers: readonly string[];
  backups: readonly string[];
}

export interface Progress {
  done: number;
  total: number | null;
  note: string | null;
}

/** Where the frames of one subscription go. */
export interface FrameSink {
  frame(frame: Frame, id: number): void;
  /** The engine refused the subscription. */
  fault(error: WireError): void;
  /** The link broke; a new subscription follows by itself when the engine is back. */
  lost(error: WireError): void;
}

export interface Subscription {
  /** Starts again from a snapshot, with another input if one is given. */
  restart(input?: unknown): void;
  painted(id: number, seq: number): void;
  /** Lets these parts rest (and no others), now and after every restart. */
  rest(parts: readonly string[]): void;
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

interface Subscribed {
  id: number | null;
  view: ViewName;
  input: unknown;
  sink: FrameSink;
  resting: readonly string[];
}

/** Real milliseconds given to a new port to come by itself after the engine said that it is up. */
const PORT_GRACE_MS = 1000;

/**
 * The window's only line to the engine. Calls made before the first port wait for it; a call under way when the engine goes is rejected
 * with the reason; subscriptions are made anew on every new port.
 */
export class EngineClient {
  readonly link = new Cell<Link>({ phase: 'starting', error: null, offers: [], backups: [] });
  readonly #bridge: Bridge;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: ToEngine[] = [];
  readonly #subscribed = new Set<Subscribed>();
  readonly #byId = new Map<number, Subscribed>();
  readonly #progress = new Map<string, Cell<Progress | null>>();
  readonly #stops: (() => void)[] = [];
  #port: Port | null = null;
  #lastId = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Starts listening and asks for the port. */
  start(): void {
    this.#stops.push(
      this.#bridge.onPort((port) => this.#attach(port)),
      this.#bridge.onEngine((state) => this.#onEngine(state)),
    );
    void this.shell('engineState', {}).then((answer) => {
      if (answer.ok) this.#onEngine(answer.value);
    });
    this.#bridge.wantPort();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#drop(this.#reason('engine-down'));
  }

  /** Carries out a query or a command. Rejects with an `AppError`. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const { phase, error } = this.link.get();
    if (this.#port === null && phase !== 'starting') {
      return Promise.reject(fromWire(error ?? this.#reason(phase === 'stopped' ? 'engine-down' : 'engine-restarting')));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const message: ToEngine = { type: 'call', id, name, input };
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      if (this.#port === null) this.#waiting.push(message);
      else this.#port.postMessage(message);
    });
  }

  /** Asks the main process. Never rejects. */
  async shell<N extends ShellName>(name: N, input: ShellInput<N>): Promise<Result<ShellOutput<N>>> {
    try {
      return await this.#bridge.shell(name, input);
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  }

  subscribe(view: ViewName, input: unknown, sink: FrameSink): Subscription {
    const entry: Subscribed = { id: null, view, input, sink, resting: [] };
    this.#subscribed.add(entry);
    this.#open(entry);
    return {
      restart: (next) => {
        if (next !== undefined) entry.input = next;
        this.#shut(entry);
        this.#open(entry);
      },
      painted: (id, seq) => {
        if (entry.id === id) this.#port?.postMessage({ type: 'painted', id, seq } satisfies ToEngine);
      },
      rest: (parts) => {
        entry.resting = parts;
        if (entry.id !== null)
          this.#port?.postMessage({ type: 'rest', id: entry.id, parts: [...parts] } satisfies ToEngine);
      },
      close: () => {
        this.#shut(entry);
        this.#subscribed.delete(entry);
      },
    };
  }

  /** How far the long work of a topic is; null when none was ever reported. */
  progress(topic: string): Cell<Progress | null> {
    let cell = this.#progress.get(topic);
    if (cell === undefined) this.#progress.set(topic, (cell = new Cell<Progress | null>(null)));
    return cell;
  }

  #open(entry: Subscribed): void {
    if (this.#port === null) return;
    this.#lastId += 1;
    entry.id = this.#lastId;
    this.#byId.set(entry.id, entry);
    this.#port.postMessage({
      type: 'subscribe',
      id: entry.id,
      view: entry.view,
      input: entry.input,
    } satisfies ToEngine);
    const { id, resting } = entry;
    if (resting.length > 0) this.#port.postMessage({ type: 'rest', id, parts: [...resting] } satisfies ToEngine);
  }

  #shut(entry: Subscribed): void {
    if (entry.id === null) return;
    this.#byId.delete(entry.id);
    this.#port?.postMessage({ type: 'unsubscribe', id: entry.id } satisfies ToEngine);
    entry.id = null;
  }

  #attach(port: Port): void {
    if (this.#port !== null) this.#drop(this.#reason('engine-restarting'));
    this.#port = port;
    port.addEventListener('message', (event) => {
      if (this.#port === port) this.#receive(event.data as FromEngine);
    });
    port.addEventListener('close', () => {
      if (this.#port === port) this.#down(this.#reason('engine-restarting'));
    });
    port.start();
    this.link.set({ phase: 'up', error: null, offers: [], backups: [] });
    for (const message of this.#waiting.splice(0)) port.postMessage(message);
    for (const entry of this.#subscribed) this.#open(entry);
  }

  #receive(message: FromEngine): void {
    switch (message.type) {
      case 'answer':
        return this.#settle(message.id, (pending) => pending.resolve(message.value));
      case 'fault': {
        const subscribed = this.#byId.get(message.id);
        if (subscribed !== undefined) return subscribed.sink.fault(message.error);
        return this.#settle(message.id, (pending) => pending.reject(fromWire(message.error)));
      }
      case 'frame':
        return this.#byId.get(message.id)?.sink.frame(message.frame, message.id);
      case 'progress':
        return this.progress(message.topic).set({ done: message.done, total: message.total, note: message.note });
      case 'down':
        return this.#down(message.error);
    }
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    how(pending);
  }

  #down(error: WireError): void {
    const { phase, offers, backups } = this.link.get();
    this.#drop(error);
    this.link.set({ phase: phase === 'stopped' ? 'stopped' : 'restarting', error, offers, backups });
  }

  #drop(error: WireError): void {
    const port = this.#port;
    this.#port = null;
    port?.close();
    this.#waiting.length = 0;
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#byId.clear();
    for (const entry of this.#subscribed) {
      if (entry.id === null) continue;
      entry.id = null;
      entry.sink.lost(error);
    }
    for (const pending of lost) pending.reject(fromWire(error));
  }

  #onEngine(state: EngineState): void {
    if (state.state === 'up' || state.state === 'starting') {
      if (state.state === 'up' && this.#port === null) this.#askAgain();
      if (state.state === 'starting' && this.#port === null) {
        const { phase } = this.link.get();
        if (phase === 'stopped') this.link.set({ phase: 'restarting', error: null, offers: [], backups: [] });
      }
      return;
    }
    const stopped = state.state === 'stopped';
    const error: WireError = {
      ...this.#reason(stopped ? 'engine-down' : 'engine-restarting'),
      ...(state.message === null ? {} : { message: state.message }),
    };
    this.#drop(error);
    this.link.set({ phase: state.state, error, offers: state.offers, backups: state.backups });
  }

  #askAgain(): void {
    const timer = setTimeout(() => {
      if (this.#port === null) this.#bridge.wantPort();
    }, PORT_GRACE_MS);
    this.#stops.push(() => clearTimeout(timer));
  }

  #reason(code: 'engine-down' | 'engine-restarting'): WireError {
    return { code, message: t(code === 'engine-down' ? 'app.engine.downReason' : 'app.engine.restartingReason') };
  }
}

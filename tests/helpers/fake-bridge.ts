import { contract } from '../../shared/contract/index.ts';
import type {
  CommandName,
  Frame,
  FromEngine,
  PartPatch,
  QueryName,
  RowsOf,
  ShellName,
  SourceAsOf,
  ToEngine,
  ViewName,
  Views,
} from '../../shared/contract/index.ts';
import type { ParsedOf } from '../../shared/contract/index.ts';
import type { Intent } from '../../shared/contract/bridge.ts';
import type { Result, WireError } from '../../shared/errors/index.ts';
import type { Bridge, EngineState, Port } from '../../renderer/api/index.ts';
import type { ShellInput, ShellOutput } from '../../renderer/api/bridge.ts';
import type { CallDef, CallName, CallOutput } from '../../renderer/api/client.ts';

type Patches<N extends ViewName> = {
  [P in keyof RowsOf<Views[N]>]?: Partial<PartPatch<RowsOf<Views[N]>[P] & { key: string }>>;
};
type Rows<N extends ViewName> = { [P in keyof RowsOf<Views[N]>]?: (RowsOf<Views[N]>[P] & { key: string })[] };
type Handler = (input: never) => unknown;
interface Stamp {
  at?: number;
  asOf?: SourceAsOf[];
}
interface Subscribed {
  view: ViewName;
  input: unknown;
  seq: number;
  /** Parts that nobody looks at, as the window said last. They are sent all the same. */
  resting: readonly string[];
}

/**
 * The other side of the wire for tests of the renderer: the same messages as the engine's, every row and answer checked against the
 * contract. It keeps the rows of each view, so that a new subscription gets the snapshot of what was sent so far.
 */
export class FakeBridge implements Bridge {
  readonly calls: { name: string; input: unknown }[] = [];
  readonly shellCalls: { name: ShellName; input: unknown }[] = [];
  readonly painted: { id: number; seq: number }[] = [];
  /** Subscriptions in force, by id. */
  readonly subscribed = new Map<number, Subscribed>();
  /** Views ever subscribed to, with their input, in order. */
  readonly subscriptions: { view: ViewName; input: unknown }[] = [];
  engineState: EngineState = { state: 'up', code: null, message: null, offers: [], backups: [] };
  readonly #handlers = new Map<string, Handler>();
  readonly #shellHandlers = new Map<string, (input: never) => Result<unknown>>();
  readonly #rows = new Map<ViewName, Map<string, Map<string, { key: string }>>>();
  readonly #stamps = new Map<ViewName, Required<Stamp>>();
  readonly #ports = new Set<(port: Port) => void>();
  readonly #engine = new Set<(state: EngineState) => void>();
  readonly #intents = new Set<(intent: Intent) => void>();
  #port: FakePort | null = null;
  #wanted = false;
  #holding = false;

  /** @param options.hold true: the port is not handed over before `connect()` */
  constructor(options: { hold?: boolean } = {}) {
    this.#holding = options.hold ?? false;
  }

  /** How a query or command is answered; throw a `WireError` to refuse. */
  handle<N extends CallName>(
    name: N,
    handler: (input: ParsedOf<CallDef<N>>) => CallOutput<N> | Promise<CallOutput<N>>,
  ): this {
    this.#handlers.set(name, handler as unknown as Handler);
    return this;
  }

  handleShell<N extends ShellName>(name: N, handler: (input: ShellInput<N>) => Result<ShellOutput<N>>): this {
    this.#shellHandlers.set(name, handler as unknown as (input: never) => Result<unknown>);
    return this;
  }

  /** Replaces the rows of a view and sends the snapshot. */
  snapshot<N extends ViewName>(view: N, rows: Rows<N>, stamp: Stamp = {}): void {
    const parts = new Map<string, Map<string, { key: string }>>();
    for (const part of Object.keys(contract.views[view].parts)) {
      const list = (rows as Record<string, { key: string }[] | undefined>)[part] ?? [];
      parts.set(part, new Map(list.map((row) => [row.key, checked(view, part, row)])));
    }
    this.#rows.set(view, parts);
    this.#stamp(view, stamp);
    for (const [id, entry] of this.subscribed) if (entry.view === view) this.#sendSnapshot(id, entry);
  }

  /** Sends a patch and keeps its rows. */
  patch<N extends ViewName>(view: N, patches: Patches<N>, stamp: Stamp = {}): void {
    const kept = this.#rows.get(view) ?? new Map<string, Map<string, { key: string }>>();
    this.#rows.set(view, kept);
    const parts: Record<string, PartPatch> = {};
    for (const [part, patch] of Object.entries(patches as Record<string, Partial<PartPatch> | undefined>)) {
      const upsert = (patch?.upsert ?? []).map((row) => checked(view, part, row));
      const remove = patch?.remove ?? [];
      const rows = kept.get(part) ?? new Map<string, { key: string }>();
      kept.set(part, rows);
      for (const row of upsert) rows.set(row.key, row);
      for (const key of remove) rows.delete(key);
      parts[part] = { upsert, remove };
    }
    const { at, asOf } = this.#stamp(view, stamp);
    for (const [id, entry] of this.subscribed) {
      if (entry.view !== view) continue;
      entry.seq += 1;
      this.#send({ type: 'frame', id, frame: { kind: 'patch', seq: entry.seq, at, eventAt: Date.now(), asOf, parts } });
    }
  }

  /** Loses the next frame of each subscription of the view on the way. */
  loseFrame(view: ViewName): void {
    for (const entry of this.subscribed.values()) if (entry.view === view) entry.seq += 1;
  }

  /** Hands a (new) port over, as after a start of the engine. */
  connect(): void {
    this.#holding = false;
    this.subscribed.clear();
    const port = new FakePort((message) => this.#hear(port, message));
    this.#port = port;
    for (const listener of this.#ports) listener(port);
  }

  /** The engine says that it is going away. */
  down(error: WireError = { code: 'engine-restarting', message: 'The engine is restarting.' }): void {
    this.#send({ type: 'down', error });
    this.#port = null;
    this.subscribed.clear();
  }

  /** The port closes without a word, as when the engine was killed. */
  kill(): void {
    const port = this.#port;
    this.#port = null;
    this.subscribed.clear();
    port?.shutDown();
  }

  /** What the main process says of the engine. */
  say(state: Partial<EngineState>): void {
    this.engineState = { ...this.engineState, ...state };
    for (const listener of this.#engine) listener(this.engineState);
  }

  intend(intent: Intent): void {
    for (const listener of this.#intents) listener(intent);
  }

  progress(topic: string, done: number, total: number | null, note: string | null = null): void {
    this.#send({ type: 'progress', topic, done, total, note });
  }

  wantPort(): void {
    this.#wanted = true;
    if (!this.#holding) this.connect();
  }

  get portWanted(): boolean {
    return this.#wanted;
  }

  onPort(listener: (port: Port) => void): () => void {
    this.#ports.add(listener);
    return () => this.#ports.delete(listener);
  }

  onEngine(listener: (state: EngineState) => void): () => void {
    this.#engine.add(listener);
    return () => this.#engine.delete(listener);
  }

  onIntent(listener: (intent: Intent) => void): () => void {
    this.#intents.add(listener);
    return () => this.#intents.delete(listener);
  }

  shell<N extends ShellName>(name: N, input: ShellInput<N>): Promise<Result<ShellOutput<N>>> {
    this.shellCalls.push({ name, input: contract.shell[name].input.parse(input) });
    if (name === 'engineState')
      return Promise.resolve({ ok: true, value: this.engineState as unknown as ShellOutput<N> });
    const handler = this.#shellHandlers.get(name);
    const refusal: WireError = { code: 'not-found', message: `The test does not answer ${name}.` };
    const answer = handler === undefined ? { ok: false as const, error: refusal } : handler(input as never);
    return Promise.resolve(answer as Result<ShellOutput<N>>);
  }

  #stamp(view: ViewName, stamp: Stamp): Required<Stamp> {
    const was = this.#stamps.get(view) ?? { at: Date.now(), asOf: [] };
    const next = { at: stamp.at ?? was.at, asOf: stamp.asOf ?? was.asOf };
    this.#stamps.set(view, next);
    return next;
  }

  #send(message: FromEngine): void {
    this.#port?.deliver(structuredClone(message));
  }

  #sendSnapshot(id: number, entry: Subscribed): void {
    const rows = this.#rows.get(entry.view);
    if (rows === undefined) return;
    const { at, asOf } = this.#stamps.get(entry.view) ?? this.#stamp(entry.view, {});
    const parts = Object.fromEntries(
      [...rows].map(([part, list]) => [part, { upsert: [...list.values()], remove: [] }]),
    );
    entry.seq += 1;
    const frame: Frame = { kind: 'snapshot', seq: entry.seq, at, eventAt: Date.now(), asOf, parts };
    this.#send({ type: 'frame', id, frame });
  }

  #hear(port: FakePort, message: ToEngine): void {
    if (port !== this.#port) return;
    switch (message.type) {
      case 'subscribe': {
        const view = message.view as ViewName;
        const entry: Subscribed = { view, input: contract.views[view].input.parse(message.input), seq: 0, resting: [] };
        this.subscribed.set(message.id, entry);
        this.subscriptions.push({ view, input: entry.input });
        return this.#sendSnapshot(message.id, entry);
      }
      case 'unsubscribe':
        this.subscribed.delete(message.id);
        return;
      case 'painted':
        this.painted.push({ id: message.id, seq: message.seq });
        return;
      case 'rest': {
        const entry = this.subscribed.get(message.id);
        if (entry !== undefined) entry.resting = message.parts;
        return;
      }
      case 'call':
        void this.#answer(message.id, message.name as QueryName | CommandName, message.input);
    }
  }

  async #answer(id: number, name: QueryName | CommandName, input: unknown): Promise<void> {
    const definition =
      name in contract.queries ? contract.queries[name as QueryName] : contract.commands[name as CommandName];
    const parsed = definition.input.parse(input);
    this.calls.push({ name, input: parsed });
    const handler = this.#handlers.get(name);
    if (handler === undefined) {
      return this.#send({
        type: 'fault',
        id,
        error: { code: 'not-found', message: `The test does not answer ${name}.` },
      });
    }
    try {
      const value = definition.output.parse(await handler(parsed as never));
      this.#send({ type: 'answer', id, value });
    } catch (error) {
      this.#send({ type: 'fault', id, error: isWire(error) ? error : { code: 'internal', message: String(error) } });
    }
  }
}

class FakePort implements Port {
  readonly #listeners = { message: new Set<(event: { data?: unknown }) => void>(), close: new Set<() => void>() };
  readonly #hear: (message: ToEngine) => void;
  #closed = false;

  constructor(hear: (message: ToEngine) => void) {
    this.#hear = hear;
  }

  postMessage(message: unknown): void {
    const copy = structuredClone(message) as ToEngine;
    queueMicrotask(() => !this.#closed && this.#hear(copy));
  }

  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void {
    if (type === 'message') this.#listeners.message.add(listener);
    else this.#listeners.close.add(() => listener({}));
  }

  deliver(data: unknown): void {
    queueMicrotask(() => {
      if (!this.#closed) for (const listener of this.#listeners.message) listener({ data });
    });
  }

  start(): void {}

  close(): void {
    this.#closed = true;
  }

  /** The other end is gone. */
  shutDown(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#listeners.close) listener();
  }
}

function checked(view: ViewName, part: string, row: { key: string }): { key: string } {
  const schemas: Record<string, { parse(row: unknown): { key: string } }> = contract.views[view].parts;
  const schema = schemas[part];
  if (schema === undefined) throw new Error(`The view ${view} has no part ${part}.`);
  return schema.parse(row);
}

function isWire(error: unknown): error is WireError {
  return (
    typeof error === 'object' && error !== null && 'code' in error && 'message' in error && !(error instanceof Error)
  );
}

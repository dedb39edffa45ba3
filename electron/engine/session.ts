import { AppError, toWire } from '../../shared/errors/index.ts';
import { contract } from '../../shared/contract/index.ts';
import type { FromEngine, ToEngine } from '../../shared/contract/frames.ts';
import type { WireError } from '../../shared/errors/index.ts';
import type { z } from 'zod';
import { commandHandlers } from './commands.ts';
import { errorFields } from './log.ts';
import { queryHandlers } from './queries.ts';
import type { Caller, EngineContext } from './context.ts';
import type { Port } from './port.ts';
import type { OpenView, Views } from './views.ts';

/** Calls that take longer are named in the log. */
const SLOW_MS = 40;
/** A window that asks for more at a time is broken. */
const MAX_SUBSCRIPTIONS = 64;
/** Parts that one message may name. */
const MAX_NAMES = 32;

type Handler = (input: unknown, context: EngineContext, caller: Caller) => unknown;

/** One window's (or test's) line to the engine: calls are parsed, carried out and answered; views are subscribed. */
export class Session implements Caller {
  readonly #port: Port;
  readonly #context: EngineContext;
  readonly #views: Views;
  readonly #open = new Map<number, OpenView>();

  constructor(port: Port, context: EngineContext, views: Views) {
    this.#port = port;
    this.#context = context;
    this.#views = views;
  }

  tell(message: FromEngine): void {
    this.#port.send(message);
  }

  /** Takes one message in. Whatever it is, it neither throws nor breaks the line. */
  hear(raw: unknown): void {
    const message = asMessage(raw);
    if (message === null) {
      this.#context.log.warn('unreadable message from a window');
      return;
    }
    switch (message.type) {
      case 'call':
        void this.#call(message.id, message.name, message.input);
        return;
      case 'subscribe':
        this.#subscribe(message.id, message.view, message.input);
        return;
      case 'unsubscribe':
        this.#open.get(message.id)?.close();
        this.#open.delete(message.id);
        return;
      case 'painted':
        this.#open.get(message.id)?.painted(message.seq);
        return;
      case 'rest':
        this.#open.get(message.id)?.rest(message.parts);
    }
  }

  /** Ends the session's views. */
  close(): void {
    for (const view of this.#open.values()) view.close();
    this.#open.clear();
  }

  async #call(id: number, name: string, input: unknown): Promise<void> {
    const from = performance.now();
    try {
      const { schema, handler } = find(name);
      const value = await handler(parsed(schema, input, name), this.#context, this);
      this.tell({ type: 'answer', id, value });
    } catch (error) {
      this.#fault(id, name, error);
    }
    const milliseconds = Math.round(performance.now() - from);
    if (milliseconds > SLOW_MS) this.#context.log.info('slow call', { name: name.slice(0, 60), milliseconds });
  }

  #subscribe(id: number, view: string, input: unknown): void {
    const from = performance.now();
    try {
      if (!(view in contract.views)) throw unknownName(view);
      const name = view as keyof typeof contract.views;
      if (this.#open.size >= MAX_SUBSCRIPTIONS) {
        throw new AppError({ code: 'refused', message: 'This window watches too many views at a time.' });
      }
      this.#open.get(id)?.close();
      const wanted = parsed(contract.views[name].input, input, name);
      this.#open.set(
        id,
        this.#views.open(name, wanted, (frame) => this.tell({ type: 'frame', id, frame })),
      );
    } catch (error) {
      this.#fault(id, view, error);
    }
    const milliseconds = Math.round(performance.now() - from);
    if (milliseconds > SLOW_MS)
      this.#context.log.info('slow call', { name: `subscribe ${view}`.slice(0, 60), milliseconds });
  }

  #fault(id: number, name: string, error: unknown): void {
    const wire: WireError = toWire(error);
    if (wire.code === 'internal')
      this.#context.log.error('call failed', { name: name.slice(0, 60), ...errorFields(error) });
    else this.#context.log.debug('call refused', { name: name.slice(0, 60), code: wire.code });
    this.tell({ type: 'fault', id, error: wire });
  }
}

function find(name: string): { schema: z.ZodType; handler: Handler } {
  if (Object.hasOwn(contract.queries, name)) {
    const known = name as keyof typeof contract.queries;
    return { schema: contract.queries[known].input, handler: queryHandlers[known] as Handler };
  }
  if (Object.hasOwn(contract.commands, name)) {
    const known = name as keyof typeof contract.commands;
    return { schema: contract.commands[known].input, handler: commandHandlers[known] as Handler };
  }
  throw unknownName(name);
}

function unknownName(name: string): AppError {
  return new AppError({
    code: 'invalid-input',
    message: 'The engine knows no such call.',
    detail: { name: name.slice(0, 60) },
  });
}

/** @throws AppError `invalid-input` that names the first few fields which are wrong */
function parsed<S extends z.ZodType>(schema: S, input: unknown, name: string): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`.slice(0, 200));
  throw new AppError({
    code: 'invalid-input',
    message: 'The engine was asked something it does not understand.',
    detail: { name: name.slice(0, 60), issues },
  });
}

function asMessage(raw: unknown): ToEngine | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const message = raw as Record<string, unknown>;
  if (typeof message['id'] !== 'number') return null;
  switch (message['type']) {
    case 'call':
      return typeof message['name'] === 'string' ? (raw as ToEngine) : null;
    case 'subscribe':
      return typeof message['view'] === 'string' ? (raw as ToEngine) : null;
    case 'painted':
      return typeof message['seq'] === 'number' ? (raw as ToEngine) : null;
    case 'rest':
      return isNames(message['parts']) ? (raw as ToEngine) : null;
    case 'unsubscribe':
      return raw as ToEngine;
    default:
      return null;
  }
}

/** A few short words: no view has more parts than that. */
function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MAX_NAMES && value.every((name) => typeof name === 'string');
}

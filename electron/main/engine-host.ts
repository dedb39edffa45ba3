import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import type { EngineStateMessage } from '../../shared/contract/bridge.ts';
import { PORT_HERE } from '../../shared/contract/bridge.ts';
import type { EngineStart, EngineToMain, MainToEngine, Recovery } from '../engine/messages.ts';
import { CrashBudget } from './crash-budget.ts';
import { log } from './log.ts';
import { ENGINE_FLAGS } from './memory.ts';

/**
 * Milliseconds from a fork to the process's first word. A process that is killed before it has its channel leaves without an `exit`
 * (seen on Linux), and would be waited for in vain.
 */
const BIRTH_PATIENCE_MS = 8_000;

/** What the host tells the rest of the main process. */
export interface EngineEvents {
  state(state: EngineStateMessage): void;
  message(message: EngineToMain): void;
}

/**
 * Keeps the engine's utility process alive: starts it, hands each window a port to it, starts it again after a death within the crash
 * budget, and says plainly when it gave up. Windows notice a death by their port closing and ask for a new one.
 */
export class EngineHost {
  readonly #entry: string;
  readonly #start: EngineStart;
  readonly #events: EngineEvents;
  readonly #budget = new CrashBudget(5, 5 * 60_000);
  #child: UtilityProcess | null = null;
  #waiting = new Set<WebContents>();
  #stopping = false;
  #timer: NodeJS.Timeout | null = null;
  #birth: NodeJS.Timeout | null = null;
  #state: EngineStateMessage = { state: 'starting', code: null, message: null, offers: [], backups: [] };

  constructor(entry: string, start: EngineStart, events: EngineEvents) {
    this.#entry = entry;
    this.#start = start;
    this.#events = events;
  }

  get state(): EngineStateMessage {
    return this.#state;
  }

  /** Process id of the running engine, null while there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(recover?: Recovery): void {
    this.#timer = null;
    if (this.#stopping) return;
    if (this.#child) {
      // A start that failed leaves the process waiting for another word.
      this.#send(recover ? { type: 'start', ...this.#start, recover } : { type: 'start', ...this.#start });
      this.#setState({ state: 'starting' });
      this.#connectWaiting();
      return;
    }
    const child = utilityProcess.fork(this.#entry, [], {
      serviceName: 'Watchfloor engine',
      stdio: 'inherit',
      execArgv: [...ENGINE_FLAGS],
    });
    this.#child = child;
    child.on('message', (message: EngineToMain) => this.#hear(message));
    child.once('exit', (code) => this.#exited(child, code));
    this.#birth = setTimeout(() => {
      log('error', 'engine never spoke');
      child.kill();
      this.#exited(child, -1);
    }, BIRTH_PATIENCE_MS);
    this.#send(recover ? { type: 'start', ...this.#start, recover } : { type: 'start', ...this.#start });
    this.#connectWaiting();
  }

  /**
   * Gives a window a fresh port; while there is no engine it gets one as soon as there is. A process whose start has failed is no engine: a
   * port to it would look like one that is up, and hide what can be done.
   */
  attach(contents: WebContents): void {
    if (this.#child && this.#state.state !== 'stopped') this.#connect(contents);
    else this.#waiting.add(contents);
  }

  post(message: MainToEngine): void {
    if (this.#child) this.#send(message);
  }

  /** Carries out what a person chose after a failure: a fresh start, with a repair first where one was chosen. */
  recover(recovery: Recovery | null): void {
    this.#budget.forget();
    if (this.#timer) clearTimeout(this.#timer);
    this.start(recovery ?? undefined);
  }

  /** Asks the engine to close its files and leave, and waits for it at most `patienceMs`. */
  async stop(patienceMs = 5000): Promise<void> {
    this.#stopping = true;
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        log('warn', 'engine did not stop in time and was ended');
        child.kill();
        resolve();
      }, patienceMs);
      child.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
      this.#send({ type: 'stop' });
    });
  }

  #send(message: MainToEngine): void {
    this.#child?.postMessage(message);
  }

  #connectWaiting(): void {
    for (const contents of this.#waiting) if (!contents.isDestroyed()) this.#connect(contents);
    this.#waiting.clear();
  }

  #connect(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage({ type: 'port' } satisfies MainToEngine, [port1]);
    contents.postMessage(PORT_HERE, null, [port2]);
  }

  #hear(message: EngineToMain): void {
    if (message.type === 'here') this.#born();
    if (message.type === 'ready') this.#setState({ state: 'up' });
    if (message.type === 'failed') {
      this.#setState({
        state: 'stopped',
        code: message.error.code,
        message: message.error.message,
        offers: message.offers,
        backups: message.backups,
      });
    }
    this.#events.message(message);
  }

  #born(): void {
    if (this.#birth) clearTimeout(this.#birth);
    this.#birth = null;
  }

  #exited(child: UtilityProcess, code: number): void {
    // An exit may be told late, after the process was given up.
    if (this.#child !== child) return;
    this.#child = null;
    this.#born();
    if (this.#stopping) return;
    log('error', 'engine exited', { code });
    const wait = this.#budget.spend(Date.now());
    if (wait === null) {
      this.#setState({
        state: 'stopped',
        code: 'engine-down',
        message: 'The engine stopped five times within five minutes and was not started again.',
        offers: ['restart'],
      });
      return;
    }
    this.#setState({ state: 'restarting', code: 'engine-restarting', message: null });
    this.#timer = setTimeout(() => this.start(), wait);
  }

  #setState(next: Partial<EngineStateMessage> & { state: EngineStateMessage['state'] }): void {
    this.#state = { code: null, message: null, offers: [], backups: [], ...next };
    this.#events.state(this.#state);
  }
}

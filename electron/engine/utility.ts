import { errorFields } from './log.ts';
import { failureOf, startEngine } from './start.ts';
import { fromElectronPort } from './port.ts';
import { toWire } from '../../shared/errors/index.ts';
import type { Engine } from './engine.ts';
import type { EngineToMain, MainToEngine } from './messages.ts';
import type { FromEngine } from '../../shared/contract/frames.ts';
import type { Port } from './port.ts';

/** The part of Electron's `process.parentPort` that is used here; typed here so that the engine does not import Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: RawPorts }) => void): void;
  postMessage(message: unknown): void;
}
type RawPorts = Parameters<typeof fromElectronPort>[0][];

/** The engine as a utility process: waits for `start`, hands ports to the engine, closes on `stop`. */
class EngineProcess {
  readonly #parent: ParentPort;
  #engine: Engine | null = null;
  #starting: Promise<void> | null = null;
  #directory = '';
  /** Windows that came before the engine was up. */
  #waiting: Port[] = [];
  #online: boolean | null = null;
  readonly #secrets = new Map<string, string | null>();

  constructor(parent: ParentPort) {
    this.#parent = parent;
    process.on('uncaughtException', (error) => this.#fatal(error));
    parent.on('message', ({ data, ports }) => this.#hear(data as MainToEngine, ports));
    parent.postMessage({ type: 'here' } satisfies EngineToMain);
  }

  #hear(message: MainToEngine, ports: RawPorts): void {
    switch (message.type) {
      case 'start':
        if (this.#engine === null) this.#starting ??= this.#start(message);
        return;
      case 'port':
        for (const port of ports) this.#attach(fromElectronPort(port));
        return;
      case 'power':
        this.#engine?.power(message.event);
        return;
      case 'online':
        this.#online = message.online;
        this.#engine?.online(message.online);
        return;
      case 'secret':
        this.#secrets.set(message.ref, message.secret);
        this.#engine?.secret(message.ref, message.secret);
        return;
      case 'opened':
      case 'kept':
        this.#engine?.answered(message);
        return;
      case 'stop':
        void this.#stop();
    }
  }

  async #start(message: Extract<MainToEngine, { type: 'start' }>): Promise<void> {
    const from = performance.now();
    const { type: _type, ...start } = message;
    this.#directory = start.directory;
    try {
      const engine = await startEngine(start, {
        engine: 'utility-process',
        home: import.meta.dirname,
        tell: (told) => this.#tell(told),
        asksSecrets: true,
        env: process.env,
      });
      this.#engine = engine;
      if (this.#online !== null) engine.online(this.#online);
      for (const [ref, secret] of this.#secrets) engine.secret(ref, secret);
      for (const port of this.#waiting.splice(0)) engine.attach(port);
      this.#tell({
        type: 'ready',
        node: process.versions.node,
        sqlite: engine.context.about.sqlite,
        pid: process.pid,
        milliseconds: Math.round(performance.now() - from),
        practice: engine.practice,
      });
    } catch (error) {
      const down: FromEngine = { type: 'down', error: toWire(error) };
      for (const port of this.#waiting.splice(0)) {
        port.send(down);
        port.close();
      }
      this.#tell(failureOf(error, this.#directory));
    } finally {
      this.#starting = null;
    }
  }

  #attach(port: Port): void {
    if (this.#engine === null) this.#waiting.push(port);
    else this.#engine.attach(port);
  }

  async #stop(): Promise<void> {
    await this.#starting;
    try {
      await this.#engine?.close();
    } finally {
      this.#tell({ type: 'stopped' });
      // The message is on its way when the event loop has turned.
      setImmediate(() => process.exit(0));
    }
  }

  /** Nothing is known of the state after this: the reason goes to the log, and main starts another engine. */
  #fatal(error: unknown): void {
    this.#engine?.context.log.error('the engine broke down', errorFields(error));
    process.exit(70);
  }

  #tell(message: EngineToMain): void {
    this.#parent.postMessage(message);
  }
}

const { parentPort } = process as unknown as { parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('The engine entry runs as a utility process only.');
void new EngineProcess(parentPort);

import { hostname, userInfo } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { startEngine } from './start.ts';
import { fromNodePort } from './port.ts';
import type { Engine } from './engine.ts';
import type { EngineStart, EngineToMain } from './messages.ts';
import type { MessagePort } from 'node:worker_threads';

export type NodeEngineOptions = Pick<EngineStart, 'directory'> &
  Partial<Omit<EngineStart, 'directory'>> & {
    /** Told what a main process would be told. */
    tell?: (message: EngineToMain) => void;
    env?: NodeJS.ProcessEnv;
  };

/** An engine in this process, without windows: for the command line, tests and benches. */
export interface NodeEngine {
  readonly engine: Engine;
  /** A line to the engine, as a window has one. Speaks `ToEngine` and `FromEngine`. */
  connect(): MessagePort;
  close(): Promise<void>;
}

/** Starts an engine in this process. What is left out: no practice floor, the machine's zone, level `warn`. @throws AppError as `createEngine` */
export async function startEngineInNode(options: NodeEngineOptions): Promise<NodeEngine> {
  const { tell, env, ...start } = options;
  const engine = await startEngine(
    {
      app: 'node',
      practice: 'never',
      systemZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      systemLocale: 'en',
      actor: actorName(),
      logLevel: 'warn',
      ...start,
    },
    {
      engine: 'node',
      home: import.meta.dirname,
      tell: tell ?? (() => undefined),
      asksSecrets: false,
      env: env ?? process.env,
    },
  );
  return {
    engine,
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      engine.attach(fromNodePort(port1));
      return port2;
    },
    close: () => engine.close(),
  };
}

function actorName(): string {
  try {
    return userInfo().username;
  } catch {
    return hostname();
  }
}

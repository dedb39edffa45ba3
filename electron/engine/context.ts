import type { FromEngine } from '../../shared/contract/frames.ts';
import type { HeavyReads } from './heavy.ts';
import type { LiveFloor } from '../live/live-floor.ts';
import type { Log } from './log.ts';
import type { PracticeHost } from './practice-host.ts';
import type { ReplayFloor } from '../live/replay-floor.ts';
import type { SettingsBook } from './settings.ts';
import type { SignIns } from './sign-in.ts';
import type { Sources } from './sources.ts';
import type { Store } from '../store/api.ts';
import type { Upkeep } from './upkeep.ts';

/** What the handlers of the contract work with. */
export interface EngineContext {
  readonly store: Store;
  readonly settings: SettingsBook;
  readonly live: LiveFloor;
  readonly sources: Sources;
  readonly signIns: SignIns;
  readonly heavy: HeavyReads;
  readonly log: Log;
  /** Brings kept counts of adherence up to what people decided. */
  readonly upkeep: Upkeep;
  readonly practice: () => PracticeHost | null;
  /** Starts the practice floor and its source. */
  readonly startPractice: () => Promise<void>;
  /** Ends it, where it runs. */
  readonly stopPractice: () => Promise<void>;
  /** The floor at a stored instant, held still. The caller closes it. */
  readonly replayAt: (at: number) => ReplayFloor;
  /** The floor's clock (the practice floor's, where that is what runs). */
  readonly now: () => number;
  /** Where shipped mappings lie. */
  readonly shippedMappings: string;
  readonly about: { app: string; engine: 'utility-process' | 'node'; sqlite: string };
}

/** Who asks: for progress, which goes to the asking window alone. */
export interface Caller {
  tell(message: FromEngine): void;
}

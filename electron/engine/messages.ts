import type { AlarmLevel } from '../../shared/contract/rows.ts';
import type { WireError } from '../../shared/errors/index.ts';

/**
 * Messages between the main process and the engine's utility process (`process.parentPort`). Windows never see them: a window talks to
 * the engine over a port of its own in the words of shared/contract/frames.ts.
 */

/** What the engine is started with. */
export interface EngineStart {
  /** Data folder (made when it is not there). */
  directory: string;
  /** Version of the app, for the log and the About box. */
  app: string;
  /**
   * The simulated contact centre. `ifEmpty`: begun where the folder holds no source and no contact yet. `never`: not begun by itself. Where the
   * folder has the practice floor among its sources it goes on either way.
   */
  practice: 'ifEmpty' | 'never';
  /** Seed and speed of the practice floor; what is left out keeps the practice floor's own defaults. */
  practiceOptions?: PracticeChoice;
  /** IANA zone of the machine: the reporting zone until somebody chooses another. */
  systemZone: string;
  /** BCP 47 tag of the machine's language: likewise. */
  systemLocale: string;
  /** Name of the person at the machine, under which decisions are recorded until settings say otherwise. */
  actor: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Repair to be made before the files are opened (the answer to an offer of `failed`). */
  recover?: Recovery;
}

export interface PracticeChoice {
  seed?: number;
  agents?: number;
  queues?: number;
  /** Floor seconds per real second. */
  speed?: number;
}

export interface Recovery {
  action: 'rebuild-mirror' | 'restore-notebook' | 'new-notebook';
  /** Path of the backup to restore; null: the newest. */
  backup: string | null;
}

/** Main → engine. */
export type MainToEngine =
  /** First message; exactly one. Answered by `ready` or `failed`. After `failed` another `start` may follow, with `recover`. */
  | ({ type: 'start' } & EngineStart)
  /** One transferred MessagePortMain in `event.ports[0]`: a window. May come before `ready`; calls then wait for it. */
  | { type: 'port' }
  | { type: 'power'; event: 'suspend' | 'resume' }
  /** What the operating system says of the network. */
  | { type: 'online'; online: boolean }
  /** A secret out of the keyring (null: it was taken away). Lives in the engine's memory only. */
  | { type: 'secret'; ref: string; secret: string | null }
  /** Answer to `openOutside`: whether the address was shown. */
  | { type: 'opened'; id: number; ok: boolean }
  /** Answer to `keepSecret`. */
  | { type: 'kept'; id: number; kept: 'keyring' | 'session' | 'refused' }
  /** Close everything and exit with code 0; answered by `stopped`. */
  | { type: 'stop' };

/** Engine → main. */
export type EngineToMain =
  /** First word of the process, before anything is opened: it was born alive. */
  | { type: 'here' }
  | { type: 'ready'; node: string; sqlite: string; pid: number; milliseconds: number; practice: boolean }
  /** Start-up failed. Offers: `rebuild-mirror`, `restore-notebook`, `new-notebook` (no backup yet), `restart` (as the contract's `recover`). The process stays for another `start`. */
  | { type: 'failed'; error: WireError; offers: RecoveryOffer[]; backups: string[] }
  /** A source needs this secret; main answers with `secret`. */
  | { type: 'secretWanted'; ref: string; source: string }
  /** Show a vendor's sign-in page in the person's own browser; answered by `opened`. */
  | { type: 'openOutside'; id: number; url: string }
  /** Keep a secret that came of a sign-in, or the next one of a token that changes with every use; answered by `kept`. */
  | { type: 'keepSecret'; id: number; ref: string; secret: string; where: 'keyring' | 'session' | 'as-before' }
  /** Alarms raised or made worse, for the operating system's notifications and the tray (never in replay). */
  | {
      type: 'alarm';
      key: string;
      rule: string;
      who: string;
      level: AlarmLevel;
      value: number | null;
      limit: number | null;
      /** i18n key. */
      reason: string;
    }
  /** Number of alarms in force by level (neither acknowledged nor snoozed), told when it changes. */
  | { type: 'alarmCounts'; warning: number; breach: number; stale: number }
  | { type: 'theme'; theme: 'system' | 'dark' | 'light' }
  | { type: 'stopped' };

export type RecoveryOffer = 'rebuild-mirror' | 'restore-notebook' | 'new-notebook' | 'restart';

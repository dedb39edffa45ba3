import { AppError } from '../../shared/errors/index.ts';
import { settings as settingsSchema } from '../../shared/contract/queries.ts';
import { isZone } from '../../shared/time/offsets.ts';
import type { Settings } from '../../shared/contract/queries.ts';
import type { CursorValue, Notebook } from '../store/api.ts';

/** Settings lie in the notebook, one key each, under this prefix. */
const PREFIX = 'app.';

export interface SettingsDefaults {
  zone: string;
  locale: string;
  actor: string;
}

/** The settings: what people chose, over the defaults. A stored value that no longer fits is passed over, not fatal. */
export class SettingsBook {
  readonly #notebook: Notebook;
  readonly #defaults: Settings;
  #current: Settings;
  readonly #listeners = new Set<(now: Settings, before: Settings) => void>();

  constructor(notebook: Notebook, defaults: SettingsDefaults) {
    this.#notebook = notebook;
    this.#defaults = {
      zone: isZone(defaults.zone) ? defaults.zone : 'UTC',
      locale: defaults.locale,
      theme: 'system',
      density: 'comfortable',
      weekStart: 1,
      serviceLevel: {
        variant: 'short-abandons-removed',
        thresholdSeconds: 20,
        comparator: 'le',
        shortAbandonSeconds: 5,
        target: 0.8,
      },
      queueServiceLevels: {},
      shortcuts: {},
      maskCustomers: true,
      actor: defaults.actor === '' ? 'supervisor' : defaults.actor,
      adherence: {
        toleranceSeconds: {
          work: 60,
          break: 60,
          lunch: 60,
          meeting: 120,
          training: 120,
          coaching: 120,
          'back-office': 60,
        },
        count: 'all',
        target: 0.9,
        warningSeconds: 60,
        breachSeconds: 300,
        platformOrder: [],
      },
    };
    this.#current = this.#read();
  }

  get(): Settings {
    return this.#current;
  }

  /**
   * Merges into the settings; every changed name is in the audit trail (the notebook writes it with the value).
   *
   * @throws AppError `invalid-input` for a zone that does not exist
   */
  save(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    if (changes.zone !== undefined && !isZone(changes.zone)) {
      throw new AppError({ code: 'invalid-input', message: `There is no time zone “${changes.zone.slice(0, 60)}”.` });
    }
    const before = this.#current;
    for (const name of Object.keys(changes) as (keyof Settings)[]) {
      const value = changes[name];
      if (value === undefined || JSON.stringify(value) === JSON.stringify(before[name])) continue;
      this.#notebook.saveSetting(`${PREFIX}${name}`, value as CursorValue, before.actor);
    }
    this.#current = this.#read();
    for (const listener of this.#listeners) listener(this.#current, before);
    return this.#current;
  }

  onChange(listener: (now: Settings, before: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #read(): Settings {
    const stored = this.#notebook.settings(PREFIX);
    const merged: Record<string, unknown> = { ...this.#defaults };
    for (const [key, value] of Object.entries(stored)) {
      const name = key.slice(PREFIX.length);
      const field = settingsSchema.shape[name as keyof Settings] as
        (typeof settingsSchema.shape)[keyof Settings] | undefined;
      const parsed = field?.safeParse(value);
      if (parsed?.success === true) merged[name] = parsed.data;
    }
    const settings = settingsSchema.parse(merged);
    return isZone(settings.zone) ? settings : { ...settings, zone: this.#defaults.zone };
  }
}

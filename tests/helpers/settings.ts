import { SettingsBook } from '../../electron/engine/settings.ts';
import type { Notebook } from '../../electron/store/api.ts';
import type { Settings } from '../../shared/contract/index.ts';

/** A notebook in which nobody has set anything. */
const blank: Pick<Notebook, 'settings' | 'saveSetting'> = { settings: () => ({}), saveSetting: () => undefined };

/**
 * The engine's own defaults, as if on a machine in Jerusalem, with what a test changes.
 *
 * @param change over the defaults
 */
export function settingsWith(change: Partial<Settings> = {}): Settings {
  const machine = { zone: 'Asia/Jerusalem', locale: 'en', actor: 'Supervisor' };
  return { ...new SettingsBook(blank as Notebook, machine).get(), theme: 'dark', ...change };
}

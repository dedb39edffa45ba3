import type { Settings } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/errors/index.ts';
import { errorText, notify } from '../ui/index.ts';

/** Saves the theme and shows it at once, so that the switch is felt although the engine may be busy or away. */
export async function setTheme(
  save: (change: Partial<Settings>) => Promise<Result<Settings>>,
  theme: 'dark' | 'light',
): Promise<void> {
  document.documentElement.dataset['theme'] = theme;
  const result = await save({ theme });
  if (!result.ok) notify({ tone: 'breach', text: errorText(result.error) });
}

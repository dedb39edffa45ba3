import { useCallback } from 'react';
import type { Settings } from '../../../shared/contract/index.ts';
import { useSettings } from '../../app/providers.tsx';
import { errorText, notify, t } from '../../ui/index.ts';

/** Saves a change; a failure is told in a notice and the old value stays on screen. @returns whether it was saved */
export function useSave(): (change: Partial<Settings>) => Promise<boolean> {
  const { save } = useSettings();
  return useCallback(
    async (change) => {
      const result = await save(change);
      if (!result.ok) notify({ tone: 'breach', text: t('settings.failed', { reason: errorText(result.error) }) });
      return result.ok;
    },
    [save],
  );
}

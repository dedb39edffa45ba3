import { useCallback, useMemo } from 'react';
import type { CallOutput } from '../../../api/index.ts';
import { useQuery, useShell } from '../../../api/index.ts';
import { errorText, notify, t } from '../../../ui/index.ts';

export interface VendorPages {
  pages: CallOutput<'adherenceDay'>['links'];
  open(url: string): Promise<void>;
}

const NONE: VendorPages['pages'] = [];

/** The vendors' own pages of a person's agents, opened in the system's browser. @param day `2026-03-29` */
export function useVendorPages(person: string, day: string): VendorPages {
  const { value } = useQuery('adherenceDay', { person, day });
  const pages = value?.key === person ? value.links : NONE;
  const open = useOpenPage();
  return useMemo(() => ({ pages, open }), [pages, open]);
}

/** Opens a page outside; a refusal is said. */
export function useOpenPage(): (url: string) => Promise<void> {
  const { run } = useShell('openExternal');
  return useCallback(
    async (url: string) => {
      const result = await run({ url });
      if (!result.ok) notify({ tone: 'breach', text: t('adherence.link.failed', { reason: errorText(result.error) }) });
    },
    [run],
  );
}

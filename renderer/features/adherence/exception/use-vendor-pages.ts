import { useCallback, useMemo } from 'react';
import type { CallOutput } from '../../../api/index.ts';
import { useCommand, useQuery, useShell } from '../../../api/index.ts';
import { errorText, notify, t } from '../../../ui/index.ts';

export interface VendorPages {
  pages: CallOutput<'adherenceDay'>['links'];
  open(source: string): Promise<void>;
}

const NONE: VendorPages['pages'] = [];

/** The vendors' own pages of a person's agents, opened in the system's browser. @param day `2026-03-29` */
export function useVendorPages(person: string, day: string): VendorPages {
  const { value } = useQuery('adherenceDay', { person, day });
  const pages = value?.key === person ? value.links : NONE;
  const open = useOpenPage(person);
  return useMemo(() => ({ pages, open }), [pages, open]);
}

/** Opens the vendor's page of a person outside, which is written down; a refusal is said. */
export function useOpenPage(person: string): (source: string) => Promise<void> {
  const { run: ask } = useCommand('openVendorPage');
  const { run: show } = useShell('openExternal');
  return useCallback(
    async (source: string) => {
      const page = await ask({ person, source });
      const result = page.ok ? await show({ url: page.value.url }) : page;
      if (!result.ok) notify({ tone: 'breach', text: t('adherence.link.failed', { reason: errorText(result.error) }) });
    },
    [ask, show, person],
  );
}

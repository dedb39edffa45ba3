import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'now',
  label: 'adherence.tab.now',
  order: 10,
  strip: true,
  Screen: lazy(async () => ({ default: (await import('./NowTab.tsx')).NowTab })),
});

import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'timeline',
  label: 'adherence.tab.timeline',
  order: 20,
  strip: true,
  Screen: lazy(async () => ({ default: (await import('./TimelineTab.tsx')).TimelineTab })),
});

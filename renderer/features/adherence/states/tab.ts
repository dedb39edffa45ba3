import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'states',
  label: 'adherence.tab.states',
  order: 60,
  strip: false,
  Screen: lazy(async () => ({ default: (await import('./StatesTab.tsx')).StatesTab })),
});

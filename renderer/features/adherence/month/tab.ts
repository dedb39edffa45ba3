import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'month',
  label: 'adherence.tab.month',
  order: 30,
  strip: false,
  Screen: lazy(async () => ({ default: (await import('./MonthTab.tsx')).MonthTab })),
});

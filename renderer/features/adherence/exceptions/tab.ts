import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'exceptions',
  label: 'adherence.tab.exceptions',
  order: 40,
  strip: false,
  Screen: lazy(async () => ({ default: (await import('./ExceptionsTab.tsx')).ExceptionsTab })),
});

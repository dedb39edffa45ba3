import { lazy } from 'react';
import { addTab } from '../tabs.ts';

addTab({
  id: 'people',
  label: 'adherence.tab.people',
  order: 50,
  strip: false,
  Screen: lazy(async () => ({ default: (await import('./PeopleTab.tsx')).PeopleTab })),
});

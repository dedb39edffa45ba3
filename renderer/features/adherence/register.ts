import { CalendarClock } from 'lucide-react';
import { lazy } from 'react';
import { addArea } from '../../app/areas.ts';

addArea({
  id: 'adherence',
  label: 'adherence.name',
  icon: CalendarClock,
  key: 'a',
  order: 20,
  Screen: lazy(async () => ({ default: (await import('./AdherenceScreen.tsx')).AdherenceScreen })),
});

import { lazy } from 'react';
import { fillSlot } from '../../app/slots.ts';

fillSlot(
  'recovery',
  lazy(async () => ({ default: (await import('./Recovery.tsx')).Recovery })),
);

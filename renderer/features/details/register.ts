import { lazy } from 'react';
import { fillSlot } from '../../app/slots.ts';

fillSlot(
  'details',
  lazy(async () => ({ default: (await import('./Details.tsx')).Details })),
);

import { lazy } from 'react';
import { fillSlot } from '../../app/slots.ts';

fillSlot(
  'wallboard',
  lazy(async () => ({ default: (await import('./Wallboard.tsx')).Wallboard })),
);

import { lazy } from 'react';
import { addBackground, fillSlot } from '../../app/slots.ts';
import { RowsBehind } from './RowsBehind.tsx';

fillSlot(
  'why',
  lazy(async () => ({ default: (await import('./Why.tsx')).Why })),
);
addBackground('rows-behind', RowsBehind);

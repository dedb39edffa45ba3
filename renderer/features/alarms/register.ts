import { lazy } from 'react';
import { addBackground, fillSlot } from '../../app/slots.ts';
import { RowAnswers } from './RowAnswers.tsx';

fillSlot(
  'alarmTray',
  lazy(async () => ({ default: (await import('./AlarmTray.tsx')).AlarmTray })),
);
addBackground('alarms', RowAnswers);

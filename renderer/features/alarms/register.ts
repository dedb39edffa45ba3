import { addBackground, fillSlot } from '../../app/slots.ts';
import { AlarmTray } from './AlarmTray.tsx';
import { RowAnswers } from './RowAnswers.tsx';

fillSlot('alarmTray', AlarmTray);
addBackground('alarms', RowAnswers);

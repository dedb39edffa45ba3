import { addBackground, fillSlot } from '../../app/slots.ts';
import { ReplayBar } from './ReplayBar.tsx';
import { ReplayWatch } from './ReplayWatch.tsx';

fillSlot('replayBar', ReplayBar);
addBackground('replay', ReplayWatch);

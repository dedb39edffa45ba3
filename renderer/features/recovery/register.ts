import { fillSlot } from '../../app/slots.ts';
import { Recovery } from './Recovery.tsx';

fillSlot('recovery', Recovery);

import { fillSlot } from '../../app/slots.ts';
import { Wallboard } from './Wallboard.tsx';

fillSlot('wallboard', Wallboard);

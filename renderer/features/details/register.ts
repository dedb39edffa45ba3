import { fillSlot } from '../../app/slots.ts';
import { Details } from './Details.tsx';

fillSlot('details', Details);

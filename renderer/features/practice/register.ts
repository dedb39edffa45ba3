import { fillSlot } from '../../app/slots.ts';
import { PracticeMenu } from './PracticeMenu.tsx';

fillSlot('practice', PracticeMenu);

import { addBackground, fillSlot } from '../../app/slots.ts';
import { RowsBehind } from './RowsDialog.tsx';
import { Why } from './Why.tsx';

fillSlot('why', Why);
addBackground('rows-behind', RowsBehind);

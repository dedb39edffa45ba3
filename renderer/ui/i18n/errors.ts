import type { WireError } from '../../../shared/errors/index.ts';
import { t, tKnown } from './index.ts';

/** The failure in the person's language: by its code where there is a message for it, else the sentence that came with it. */
export function errorText(error: WireError): string {
  return error.message === '' ? (tKnown(`ui.error.${error.code}`) ?? t('ui.error.internal')) : error.message;
}

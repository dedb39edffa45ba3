import { IntlMessageFormat } from 'intl-messageformat';
import { messageText } from './messages.ts';
import type { MessageKey } from './messages.ts';

export { languages } from './messages.ts';
export type { MessageKey } from './messages.ts';

export type MessageValues = Readonly<Record<string, string | number | boolean | null>>;

let locale = 'en';
const listeners = new Set<() => void>();
const formats = new Map<string, IntlMessageFormat>();

/** BCP 47 tag of the language and the number forms in use. */
export function currentLocale(): string {
  return locale;
}

/** Changes the language of everything; a tag that the platform does not know is refused quietly (the old one stays). */
export function setLocale(tag: string): void {
  if (tag === locale || Intl.getCanonicalLocales === undefined) return;
  try {
    Intl.getCanonicalLocales(tag);
  } catch {
    return;
  }
  locale = tag;
  formats.clear();
  for (const listener of listeners) listener();
}

export function onLocale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The message of a key in the current language, with its values filled in (ICU message syntax). */
export function t(key: MessageKey, values?: MessageValues): string {
  return render(key, values) ?? key;
}

/** As `t` for a key that came over the wall (reasons, suggestions, formulas): null when there is no such message. */
export function tKnown(key: string, values?: MessageValues): string | null {
  return render(key, values);
}

function render(key: string, values: MessageValues | undefined): string | null {
  let format = formats.get(key);
  if (format === undefined) {
    const text = messageText(key, locale);
    if (text === null) return null;
    // `ignoreTag`: messages are text, never markup, so that a name with a `<` in it cannot be taken for a tag.
    format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  try {
    return String(format.format(values === undefined ? {} : { ...values }));
  } catch {
    // A value is missing: a bare message is better than a screen that fails.
    return messageText(key, locale);
  }
}

import type actions from '../../../resources/locales/en/actions.json';
import type adherence from '../../../resources/locales/en/adherence.json';
import type adherenceExceptions from '../../../resources/locales/en/adherence-exceptions.json';
import type adherenceMonth from '../../../resources/locales/en/adherence-month.json';
import type adherencePeople from '../../../resources/locales/en/adherence-people.json';
import type adherenceStates from '../../../resources/locales/en/adherence-states.json';
import type agent from '../../../resources/locales/en/agent.json';
import type alarm from '../../../resources/locales/en/alarm.json';
import type risk from '../../../resources/locales/en/risk.json';
import type alarms from '../../../resources/locales/en/alarms.json';
import type app from '../../../resources/locales/en/app.json';
import type details from '../../../resources/locales/en/details.json';
import type floor from '../../../resources/locales/en/floor.json';
import type practice from '../../../resources/locales/en/practice.json';
import type recovery from '../../../resources/locales/en/recovery.json';
import type replay from '../../../resources/locales/en/replay.json';
import type settings from '../../../resources/locales/en/settings.json';
import type sources from '../../../resources/locales/en/sources.json';
import type strip from '../../../resources/locales/en/strip.json';
import type ui from '../../../resources/locales/en/ui.json';
import type wallboard from '../../../resources/locales/en/wallboard.json';
import type why from '../../../resources/locales/en/why.json';
import type words from '../../../resources/locales/en/words.json';

/** One file per area; a key of `floor.json` is used as `floor.<key>`. A new file is named here once, for the types. */
interface Files {
  actions: typeof actions;
  adherence: typeof adherence;
  'adherence-exceptions': typeof adherenceExceptions;
  'adherence-month': typeof adherenceMonth;
  'adherence-people': typeof adherencePeople;
  'adherence-states': typeof adherenceStates;
  risk: typeof risk;
  alarm: typeof alarm;
  agent: typeof agent;
  alarms: typeof alarms;
  app: typeof app;
  details: typeof details;
  floor: typeof floor;
  practice: typeof practice;
  recovery: typeof recovery;
  replay: typeof replay;
  settings: typeof settings;
  sources: typeof sources;
  strip: typeof strip;
  ui: typeof ui;
  wallboard: typeof wallboard;
  why: typeof why;
  words: typeof words;
}

export type MessageKey = { [F in keyof Files]: `${F}.${keyof Files[F] & string}` }[keyof Files];

type Messages = Readonly<Record<string, string>>;

const files = import.meta.glob<Messages>('../../../resources/locales/*/*.json', { eager: true, import: 'default' });

/** Messages by language, then by full key. */
const byLanguage = new Map<string, Map<string, string>>();
for (const [path, messages] of Object.entries(files)) {
  const [file, language] = path.split('/').reverse();
  if (file === undefined || language === undefined) continue;
  let known = byLanguage.get(language);
  if (known === undefined) byLanguage.set(language, (known = new Map()));
  for (const [key, text] of Object.entries(messages)) known.set(`${file.replace(/\.json$/, '')}.${key}`, text);
}

/** The text of a key in the language of the locale, else in English; null when nobody knows the key. */
export function messageText(key: string, locale: string): string | null {
  const language = locale.split('-')[0] ?? 'en';
  return (
    byLanguage.get(locale)?.get(key) ?? byLanguage.get(language)?.get(key) ?? byLanguage.get('en')?.get(key) ?? null
  );
}

/** Languages with messages, for the settings. */
export function languages(): string[] {
  return [...byLanguage.keys()].sort();
}

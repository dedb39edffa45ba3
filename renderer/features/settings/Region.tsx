import type { Settings } from '../../../shared/contract/index.ts';
import { formatDate, formatDecimal, languages, Panel, Select, t, ticker } from '../../ui/index.ts';
import { useSave } from './use-save.ts';
import { ZoneField } from './ZoneField.tsx';

/** Number and date forms on offer beside the languages that there are texts for. */
const FORMS = [
  'en-GB',
  'en-US',
  'en-IE',
  'en-AU',
  'en-IN',
  'en-ZA',
  'ar-EG',
  'de-DE',
  'es-ES',
  'fr-FR',
  'he-IL',
  'hi-IN',
  'it-IT',
  'ja-JP',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'sv-SE',
  'tr-TR',
];

/** Zone, language and week. */
export function Region({ settings }: { settings: Settings }) {
  const save = useSave();
  const { locale, zone, weekStart } = settings;
  return (
    <Panel title={t('settings.section.region')}>
      <div className="wf-settings-body">
        <ZoneField value={zone} onChange={(next) => void save({ zone: next })} />
        <Select
          label={t('settings.locale')}
          options={localeOptions(locale)}
          value={locale}
          onChange={(next) => void save({ locale: next })}
          help={
            <>
              {t('settings.locale.example', { number: formatDecimal(1234.5, 1), date: formatDate(ticker.now(), zone) })}{' '}
              {t('settings.locale.help')}
            </>
          }
        />
        <Select
          label={t('settings.weekStart')}
          options={weekdays(locale)}
          value={String(weekStart)}
          onChange={(day) => void save({ weekStart: Number(day) })}
        />
      </div>
    </Panel>
  );
}

/** Tags with their own names; the one in use is always among them. */
function localeOptions(current: string) {
  const tags = new Set([current, ...languages(), ...FORMS]);
  const names = new Intl.DisplayNames(current, { type: 'language', fallback: 'code' });
  return [...tags].map((id) => ({ id, label: nameOf(names, id), note: id }));
}

function nameOf(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** 3 January 2000 was a Monday. */
const MONDAY = Date.UTC(2000, 0, 3);
const DAY_MS = 86_400_000;

function weekdays(locale: string) {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: String(day), label: format.format(MONDAY + (day - 1) * DAY_MS) }));
}

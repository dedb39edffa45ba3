import { ShieldCheck } from 'lucide-react';
import { formatSpan, formatTime, IconButton, Since, t, ticker } from '../../../ui/index.ts';
import { openDialog } from '../exception/dialogs.ts';
import { ImpactMark } from '../list/marks.tsx';
import { activityWord, excuseText, stateWord } from '../words.ts';
import type { Day } from './DayPanel.tsx';

/** Every stretch that did not match, what it did to the floor, and why it does not count where it does not. */
export function Deviations({ day, today }: { day: Day; today: boolean }) {
  const { deviations, zone } = day;
  return (
    <section className="wf-day-part">
      <h3>{t('adherence.day.deviations')}</h3>
      {deviations.length === 0 ? (
        <p className="wf-muted">{t('adherence.day.deviations.none')}</p>
      ) : (
        <table className="wf-day-table">
          <thead>
            <tr>
              <th scope="col">{t('adherence.day.deviation.from')}</th>
              <th scope="col">{t('adherence.day.deviation.to')}</th>
              <th scope="col" className="wf-day-number">
                {t('adherence.day.deviation.length')}
              </th>
              <th scope="col">{t('adherence.day.deviation.planned')}</th>
              <th scope="col">{t('adherence.day.deviation.actual')}</th>
              <th scope="col">{t('adherence.day.deviation.impact')}</th>
              <th scope="col">{t('adherence.day.deviation.reason')}</th>
              <th scope="col">
                <span className="wf-hidden">{t('adherence.day.deviation.excuse')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {deviations.map((deviation) => (
              <tr key={deviation.from}>
                <th scope="row">{formatTime(deviation.from, zone)}</th>
                <td>{deviation.to === null ? t('adherence.day.deviation.lasting') : formatTime(deviation.to, zone)}</td>
                <td className="wf-day-number">
                  {deviation.to === null && today ? (
                    <Since at={deviation.from} until={day.stale ? day.asOf : null} />
                  ) : (
                    formatSpan(deviation.seconds)
                  )}
                </td>
                <td>{activityWord(deviation.scheduled)}</td>
                <td>{stateWord(deviation.actual)}</td>
                <td>
                  <ImpactMark impact={deviation.impact} />
                </td>
                <td>
                  {deviation.excused === null ? (
                    <span className="wf-muted">{t('adherence.day.deviation.counts')}</span>
                  ) : (
                    excuseText(deviation.excused)
                  )}
                </td>
                <td>
                  {deviation.excused === null && (
                    <IconButton label={t('adherence.day.deviation.excuse')} onPress={() => excuse(day, deviation)}>
                      <ShieldCheck />
                    </IconButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function excuse(day: Day, { from, to, scheduled, actual }: Day['deviations'][number]): void {
  const planned = day.planned.find((block) => block.from <= from && block.to > from);
  openDialog({
    kind: 'excuse',
    person: { key: day.key, name: day.name },
    from,
    to: to ?? Math.max(from + 1000, Math.floor(ticker.now() / 1000) * 1000),
    plannedUntil: to === null ? (planned?.to ?? null) : null,
    planned: scheduled,
    actual,
  });
}

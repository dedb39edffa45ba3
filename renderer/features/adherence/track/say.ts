import type { TimelineRow } from '../../../../shared/contract/index.ts';
import { formatPercent, formatSpan, formatTime, t } from '../../../ui/index.ts';
import { activityWord, excuseText, impactWord, stateWord, withRaw } from '../words.ts';

interface Lasting {
  from: number;
  to: number | null;
}

/** The block in which an instant lies. */
export function blockAt<B extends Lasting>(blocks: readonly B[], at: number, now: number): B | null {
  return blocks.find(({ from, to }) => at >= from && at < (to ?? Math.max(now, from + 1))) ?? null;
}

/**
 * What a row says of an instant: planned, actual, how that stands to the plan, and exceptions, a line each with start, end and duration.
 *
 * @param at epoch ms UTC @param now where time has come to, epoch ms UTC
 */
export function linesAt(row: TimelineRow, at: number, now: number, zone: string): string[] {
  const lines = [formatTime(at, zone)];
  const times = (from: number, to: number) => ({
    from: formatTime(from, zone),
    to: formatTime(to, zone),
    length: formatSpan(Math.max(0, to - from) / 1000),
  });
  const planned = blockAt(row.planned, at, now);
  lines.push(
    planned === null
      ? t('adherence.timeline.tip.noPlan')
      : t('adherence.timeline.tip.planned', {
          activity: withRaw(activityWord(planned.activity), planned.rawActivity),
          ...times(planned.from, planned.to),
        }),
  );
  if (at > now) lines.push(t('adherence.timeline.tip.future'));
  else lines.push(actualLine(row, at, now, zone, times));
  const match = at > now ? null : blockAt(row.matches, at, now);
  if (match !== null) {
    const deviation = blockAt(row.deviations, at, now);
    const words = t(`words.match.${match.match}`);
    lines.push(
      match.impact === null
        ? words
        : t('adherence.timeline.tip.matchImpact', { match: words, impact: impactWord(match.impact) }),
    );
    if (deviation?.excused !== null && deviation !== null) lines.push(excuseText(deviation.excused));
  }
  for (const { from, to, reason, approver, removedAt } of row.exceptions) {
    if (removedAt !== null || at < from || at >= to) continue;
    lines.push(t('adherence.timeline.tip.exception', { ...times(from, to), reason, approver }));
  }
  return lines;
}

function actualLine(
  row: TimelineRow,
  at: number,
  now: number,
  zone: string,
  times: (from: number, to: number) => { from: string; to: string; length: string },
): string {
  const block = blockAt(row.actual, at, now);
  if (block === null || block.state === null) {
    // Somebody whom no platform mentions is taken for offline where the sources are fresh: the deviation says so.
    const deviation = blockAt(row.deviations, at, now);
    if (deviation === null || deviation.actual === null) return t('adherence.timeline.tip.noActual');
    const state = stateWord(deviation.actual);
    return t('adherence.timeline.tip.actual', { state, ...times(deviation.from, deviation.to ?? now) });
  }
  const state = withRaw(stateWord(block.state), block.rawState);
  if (block.to !== null) return t('adherence.timeline.tip.actual', { state, ...times(block.from, block.to) });
  const length = formatSpan(Math.max(0, now - block.from) / 1000);
  return t('adherence.timeline.tip.actualOpen', { state, from: formatTime(block.from, zone), length });
}

/** The whole row in sentences, for those who hear it. @param adherence 0..1 */
export function spokenRow(row: TimelineRow, adherence: number | null, zone: string): string {
  const time = (at: number) => formatTime(at, zone);
  const plan = row.planned.map(({ activity, from, to }) =>
    t('adherence.timeline.spoken.block', { activity: activityWord(activity), from: time(from), to: time(to) }),
  );
  const said = [
    plan.length === 0
      ? t('adherence.timeline.spoken.noPlan')
      : t('adherence.timeline.spoken.plan', { blocks: plan.join(', ') }),
  ];
  const last = row.actual.at(-1);
  if (last !== undefined && last.to === null) {
    said.push(t('adherence.timeline.spoken.now', { state: stateWord(last.state) }));
  }
  const out = row.deviations
    .filter(({ excused }) => excused === null)
    .map(({ from, to, scheduled, actual }) => {
      const words = { from: time(from), planned: activityWord(scheduled), actual: stateWord(actual) };
      return to === null
        ? t('adherence.timeline.spoken.deviationOpen', words)
        : t('adherence.timeline.spoken.deviation', { ...words, to: time(to) });
    });
  if (out.length > 0) said.push(t('adherence.timeline.spoken.deviations', { blocks: out.join('; ') }));
  if (adherence !== null) said.push(t('adherence.timeline.spoken.adherence', { value: formatPercent(adherence) }));
  return said.join(' ');
}

import type { CallOutput } from '../../../api/index.ts';
import { DASH, formatCount, formatPercent, Panel, t } from '../../../ui/index.ts';
import { hoursText } from '../hours.ts';

type Approver = CallOutput<'exceptions'>['approvers'][number];

interface ApproverPatternsProps {
  approvers: readonly Approver[];
  /** Whose exceptions the log shows; empty: everybody's. */
  chosen: string;
  onChoose(approver: string): void;
}

const REASONS_SHOWN = 3;

/** How each approver excepts time: counts to talk about, without a verdict. A name filters the log. */
export function ApproverPatterns({ approvers, chosen, onChoose }: ApproverPatternsProps) {
  const rows = [...approvers].sort((a, b) => b.seconds - a.seconds || a.approver.localeCompare(b.approver));
  return (
    <Panel
      title={t('adherence-exceptions.patterns')}
      hint={t('adherence-exceptions.patterns.hint')}
      className="wf-log-patterns"
    >
      {rows.length === 0 ? (
        <p className="wf-log-pad wf-muted">{t('adherence-exceptions.patterns.none')}</p>
      ) : (
        <div className="wf-log-patterns-box">
          <table className="wf-log-table" aria-label={t('adherence-exceptions.patterns')}>
            <thead>
              <tr>
                <th scope="col">{t('adherence-exceptions.patterns.approver')}</th>
                <th scope="col" className="wf-log-end">
                  {t('adherence-exceptions.patterns.count')}
                </th>
                <th scope="col" className="wf-log-end">
                  {t('adherence-exceptions.patterns.time')}
                </th>
                <th scope="col" className="wf-log-end">
                  {t('adherence-exceptions.patterns.people')}
                </th>
                <th scope="col" data-tip={t('adherence-exceptions.patterns.topTitle')}>
                  {t('adherence-exceptions.patterns.top')}
                </th>
                <th scope="col" className="wf-log-end" data-tip={t('adherence-exceptions.patterns.afterTitle')}>
                  {t('adherence-exceptions.patterns.after')}
                </th>
                <th scope="col">{t('adherence-exceptions.patterns.reasons')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.approver} data-chosen={row.approver === chosen ? '' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className="wf-log-link wf-clip"
                      dir="auto"
                      aria-pressed={row.approver === chosen}
                      data-tip={t('adherence-exceptions.patterns.filter', { name: row.approver.slice(0, 120) })}
                      onClick={() => onChoose(row.approver === chosen ? '' : row.approver)}
                    >
                      {row.approver}
                    </button>
                  </th>
                  <td className="wf-log-end">{formatCount(row.count)}</td>
                  <td className="wf-log-end">{hoursText(row.seconds)}</td>
                  <td className="wf-log-end">{formatCount(row.people)}</td>
                  <td className="wf-log-clip" dir="auto" data-tip={topText(row)}>
                    {topText(row)}
                  </td>
                  <td className="wf-log-end" data-tip={`${formatCount(row.afterwards)} / ${formatCount(row.count)}`}>
                    {row.count === 0 ? DASH : formatPercent(row.afterwards / row.count)}
                  </td>
                  <td className="wf-log-clip wf-muted" dir="auto" data-tip={reasonsText(row, row.reasons.length)}>
                    {reasonsText(row, REASONS_SHOWN)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function topText({ people, topShare, topName }: Approver): string {
  if (topShare.value === null) return DASH;
  const text = t('adherence-exceptions.patterns.topOf', {
    share: formatPercent(topShare.value),
    name: topName ?? DASH,
  });
  return people === 1 ? `${text} · ${t('adherence-exceptions.patterns.topOne')}` : text;
}

function reasonsText({ reasons }: Approver, most: number): string {
  return [...reasons]
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ reason, count }) => t('adherence-exceptions.patterns.reason', { reason: reason.slice(0, 60), count }))
    .join(', ');
}

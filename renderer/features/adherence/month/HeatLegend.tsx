import { formatPercent, t } from '../../../ui/index.ts';

const TONES = ['good', 'near', 'low', 'bad'] as const;

/** What the tints mean, and the keys. */
export function HeatLegend({ target }: { target: number | null }) {
  return (
    <footer className="wf-heat-legend">
      {target !== null && <span>{t('adherence-month.legend', { target: formatPercent(target) })}</span>}
      {TONES.map((tone) => (
        <span key={tone} className="wf-heat-key">
          <i data-tone={tone} aria-hidden />
          {t(`adherence-month.legend.${tone}`)}
        </span>
      ))}
      <span className="wf-heat-help">{t('adherence-month.help')}</span>
    </footer>
  );
}

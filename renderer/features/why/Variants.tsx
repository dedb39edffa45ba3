import { Check } from 'lucide-react';
import { Radio, RadioGroup } from 'react-aria-components';
import { SERVICE_LEVEL_FORMULAS } from '../../../shared/domain/service-level.ts';
import type { ServiceLevelVariant } from '../../../shared/domain/service-level.ts';
import { useSettings } from '../../app/providers.tsx';
import { DASH, errorText, formatCount, formatPercent, notify, t } from '../../ui/index.ts';
import type { Explanation } from './figures.ts';

interface VariantsProps {
  explanation: Explanation;
  /** `source/id`; null: the whole scope. */
  queue: string | null;
  onChanged(): void;
}

/** The same contacts in all six variants; choosing one makes it the rule. */
export function Variants({ explanation, queue, onChanged }: VariantsProps) {
  const { settings, save } = useSettings();
  const { rule, variants } = explanation;
  if (rule === null || variants.length === 0) return null;
  const own = queue === null ? undefined : settings?.queueServiceLevels[queue];
  const choose = async (variant: ServiceLevelVariant) => {
    if (settings === null || variant === rule.variant) return;
    const result = await save(
      own !== undefined && queue !== null
        ? { queueServiceLevels: { ...settings.queueServiceLevels, [queue]: { ...own, variant } } }
        : { serviceLevel: { ...settings.serviceLevel, variant } },
    );
    if (result.ok) {
      notify({ tone: 'info', text: t('why.variants.saved', { variant: t(`words.variant.${variant}`) }) });
      onChanged();
    } else notify({ tone: 'breach', text: t('why.variants.failed', { reason: errorText(result.error) }) });
  };
  return (
    <section className="wf-why-part">
      <h3>{t('why.variants')}</h3>
      <RadioGroup
        className="wf-variants"
        aria-label={t('why.variants.pick')}
        value={rule.variant}
        isDisabled={settings === null}
        onChange={(value) => {
          const chosen = variants.find((entry) => entry.variant === value);
          if (chosen !== undefined) void choose(chosen.variant);
        }}
      >
        {variants.map(({ variant, value, numerator, denominator }) => (
          <Radio key={variant} value={variant} className="wf-variant">
            <span className="wf-variant-mark">{variant === rule.variant && <Check aria-hidden />}</span>
            <span className="wf-variant-name">
              {t(`words.variant.${variant}`)}
              {variant === rule.variant && <span className="wf-hidden"> ({t('why.variants.current')})</span>}
              <small>{SERVICE_LEVEL_FORMULAS[variant]}</small>
            </span>
            <span className="wf-variant-counts">
              {formatCount(numerator)} / {formatCount(denominator)}
            </span>
            <span className="wf-variant-value">{value === null ? DASH : formatPercent(value, 1)}</span>
          </Radio>
        ))}
      </RadioGroup>
      <p className="wf-why-note">{t(own === undefined ? 'why.variants.scope.floor' : 'why.variants.scope.queue')}</p>
    </section>
  );
}

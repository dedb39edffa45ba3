import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import type { Settings } from '../../../shared/contract/index.ts';
import { SERVICE_LEVEL_FORMULAS, SERVICE_LEVEL_VARIANTS } from '../../../shared/domain/service-level.ts';
import type { ServiceLevelVariant } from '../../../shared/domain/service-level.ts';
import { useQuery } from '../../api/index.ts';
import type { CallOutput } from '../../api/index.ts';
import { Button, DASH, formatCount, formatPercent, formatSpan, notify, Panel, t } from '../../ui/index.ts';
import { draftOf, readRule } from '../details/rule-draft.ts';
import type { RuleProblems } from '../details/rule-draft.ts';
import { RuleFields } from '../details/RuleFields.tsx';
import { useSave } from './use-save.ts';

const WHOLE = { figure: 'serviceLevel', queue: null, window: 'day', at: null } as const;

/** How the floor counts service level, worked out on its own counts. */
export function ServiceLevel({ settings }: { settings: Settings }) {
  const saved = settings.serviceLevel;
  const save = useSave();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [problems, setProblems] = useState<RuleProblems>({});
  const { value: example, refresh } = useQuery('explain', WHOLE);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  // The counts are those of the rule in force: under another threshold they would be others.
  const comparable =
    JSON.stringify({ ...draft, variant: '', target: '' }) ===
    JSON.stringify({ ...draftOf(saved), variant: '', target: '' });
  const submit = async () => {
    const read = readRule(draft);
    if ('problems' in read) {
      setProblems(read.problems);
      return;
    }
    setProblems({});
    if (!(await save({ serviceLevel: read.rule }))) return;
    notify({ tone: 'info', text: t('settings.rule.saved') });
    refresh();
  };
  return (
    <Panel title={t('settings.section.serviceLevel')}>
      <div className="wf-settings-body">
        <p className="wf-muted">
          {t('settings.rule.intro', { count: Object.keys(settings.queueServiceLevels).length })}
        </p>
        <VariantList
          value={draft.variant}
          onChange={(variant) => setDraft({ ...draft, variant })}
          example={comparable ? example : null}
        />
        <p className="wf-muted">{exampleText(comparable ? example : null)}</p>
        <RuleFields
          variantElsewhere
          draft={draft}
          problems={problems}
          onChange={setDraft}
          onSubmit={() => void submit()}
        />
        <div className="wf-settings-row">
          <Button kind="primary" isDisabled={!changed} onPress={() => void submit()}>
            {t('settings.rule.save')}
          </Button>
          {changed && <Button onPress={() => setDraft(draftOf(saved))}>{t('ui.cancel')}</Button>}
          <span className="wf-muted">{t('settings.rule.history')}</span>
        </div>
      </div>
    </Panel>
  );
}

type Example = CallOutput<'explain'>;

interface VariantListProps {
  value: ServiceLevelVariant;
  onChange(variant: ServiceLevelVariant): void;
  example: Example | null;
}

function VariantList({ value, onChange, example }: VariantListProps) {
  return (
    <RadioGroup
      className="wf-settings-variants"
      aria-label={t('settings.rule.pick')}
      value={value}
      onChange={(next) => {
        const chosen = SERVICE_LEVEL_VARIANTS.find((variant) => variant === next);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {SERVICE_LEVEL_VARIANTS.map((variant) => {
        const result = example?.variants.find((entry) => entry.variant === variant);
        const share = result?.value ?? null;
        return (
          <Radio key={variant} value={variant} className="wf-settings-variant">
            <span className="wf-radio" aria-hidden />
            <span className="wf-settings-variant-name">{t(`words.variant.${variant}`)}</span>
            <span className="wf-muted">{SERVICE_LEVEL_FORMULAS[variant]}</span>
            <span className="wf-settings-variant-value">
              {result === undefined || share === null
                ? DASH
                : `${formatCount(result.numerator)} / ${formatCount(result.denominator)} = ${formatPercent(share, 1)}`}
            </span>
          </Radio>
        );
      })}
    </RadioGroup>
  );
}

function exampleText(example: Example | null): string {
  const counts = new Map(example?.counts.map(({ name, value }) => [name, value]));
  const count = (name: string) => formatCount(counts.get(name) ?? 0);
  if (example === null || (counts.get('answered') ?? 0) + (counts.get('abandoned') ?? 0) === 0)
    return t('settings.rule.example.none');
  const threshold = example.rule === null ? '' : ` (${formatSpan(example.rule.thresholdSeconds)})`;
  return t('settings.rule.example', {
    window: `${t('settings.rule.example.window')}${threshold}`,
    answered: count('answered'),
    abandoned: count('abandoned'),
    answeredWithin: count('answeredWithin'),
    abandonedWithin: count('abandonedWithin'),
    shortAbandons: count('shortAbandons'),
  });
}

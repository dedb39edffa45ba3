import { SERVICE_LEVEL_FORMULAS, SERVICE_LEVEL_VARIANTS } from '../../../shared/domain/service-level.ts';
import { Select, t, TextField } from '../../ui/index.ts';
import './rule-fields.css';
import type { RuleDraft, RuleProblems } from './rule-draft.ts';

interface RuleFieldsProps {
  draft: RuleDraft;
  problems: RuleProblems;
  /** The variant is chosen beside these fields. */
  variantElsewhere?: boolean;
  onChange(draft: RuleDraft): void;
  onSubmit(): void;
}

/** How service level is counted, as fields. */
export function RuleFields({ draft, problems, variantElsewhere = false, onChange, onSubmit }: RuleFieldsProps) {
  return (
    <div className="wf-rule-fields">
      {!variantElsewhere && (
        <Select
          label={t('details.rule.variant')}
          options={SERVICE_LEVEL_VARIANTS.map((variant) => ({
            id: variant,
            label: t(`words.variant.${variant}`),
            note: SERVICE_LEVEL_FORMULAS[variant],
          }))}
          value={draft.variant}
          onChange={(variant) => onChange({ ...draft, variant })}
        />
      )}
      <div className="wf-rule-row">
        <TextField
          label={t('details.rule.threshold')}
          value={draft.threshold}
          error={problems.threshold ?? null}
          onChange={(threshold) => onChange({ ...draft, threshold })}
          onSubmit={onSubmit}
        />
        <TextField
          label={t('details.rule.short')}
          value={draft.short}
          error={problems.short ?? null}
          onChange={(short) => onChange({ ...draft, short })}
          onSubmit={onSubmit}
        />
        <TextField
          label={t('details.rule.target')}
          value={draft.target}
          error={problems.target ?? null}
          onChange={(target) => onChange({ ...draft, target })}
          onSubmit={onSubmit}
        />
      </div>
      <Select
        label={t('details.rule.comparator')}
        options={[
          { id: 'le', label: t('details.rule.comparator.le') },
          { id: 'lt', label: t('details.rule.comparator.lt') },
        ]}
        value={draft.comparator}
        onChange={(comparator) => onChange({ ...draft, comparator })}
      />
    </div>
  );
}

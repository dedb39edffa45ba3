import { recall } from '../../../api/index.ts';
import { useSettings } from '../../../app/providers.tsx';
import { Select, t, TextField } from '../../../ui/index.ts';
import { reasonOptions, reasonText } from './reasons.ts';
import type { ReasonDraft } from './reasons.ts';

interface ReasonFieldsProps {
  reason: ReasonDraft;
  onReason(reason: ReasonDraft): void;
  approver: string;
  onApprover(approver: string): void;
  /** Say what is missing: somebody tried to save. */
  strict: boolean;
  onSubmit(): void;
}

/** Why, and who approved it. */
export function ReasonFields({ reason, onReason, approver, onApprover, strict, onSubmit }: ReasonFieldsProps) {
  const missing = strict && reasonText(reason) === '';
  return (
    <>
      <Select
        label={t('adherence.exception.reason')}
        placeholder={t('adherence.exception.choose')}
        options={reasonOptions()}
        value={reason.choice}
        onChange={(choice) => onReason({ ...reason, choice })}
        {...(missing && reason.choice === null ? { help: t('adherence.exception.reasonMissing') } : {})}
      />
      {reason.choice === 'own' && (
        <TextField
          label={t('adherence.exception.ownReason')}
          value={reason.own}
          onChange={(own) => onReason({ ...reason, own })}
          error={missing ? t('adherence.exception.reasonMissing') : null}
          focused
          onSubmit={onSubmit}
        />
      )}
      <TextField
        label={t('adherence.exception.approver')}
        value={approver}
        onChange={onApprover}
        error={strict && approver.trim() === '' ? t('adherence.exception.approverMissing') : null}
        onSubmit={onSubmit}
      />
    </>
  );
}

/** Who approved the last exception in this window, else the one at the desk. */
export function useLikelyApprover(): string {
  const { settings } = useSettings();
  return recall('adherence.approver', (value) => (typeof value === 'string' ? value : null), settings?.actor ?? '');
}

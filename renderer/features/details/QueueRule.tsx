import { useState } from 'react';
import type { QueueRow, ServiceLevelRule, Settings } from '../../../shared/contract/index.ts';
import { useSettings } from '../../app/providers.tsx';
import { Button, errorText, formatPercent, formatSpan, notify, t } from '../../ui/index.ts';
import { Part } from './parts.tsx';
import { draftOf, readRule } from './rule-draft.ts';
import type { RuleDraft, RuleProblems } from './rule-draft.ts';
import { RuleFields } from './RuleFields.tsx';

/** The queue's rule of service level: the floor's, or one of its own. */
export function QueueRule({ queue }: { queue: QueueRow }) {
  const { settings, save } = useSettings();
  const [draft, setDraft] = useState<RuleDraft | null>(null);
  const [problems, setProblems] = useState<RuleProblems>({});
  const own = settings?.queueServiceLevels[queue.key];
  const rules = settings?.queueServiceLevels ?? {};

  const store = async (next: Record<string, ServiceLevelRule>) => {
    const result = await save({ queueServiceLevels: next });
    if (!result.ok) {
      notify({ tone: 'breach', text: t('details.rule.failed', { reason: errorText(result.error) }) });
      return;
    }
    notify({ tone: 'info', text: t('details.rule.saved', { name: queue.name.slice(0, 80) }) });
    setDraft(null);
    setProblems({});
  };
  const submit = () => {
    if (draft === null) return;
    const read = readRule(draft);
    if ('problems' in read) setProblems(read.problems);
    else void store({ ...rules, [queue.key]: read.rule });
  };
  const reset = () => {
    const { [queue.key]: _gone, ...others } = rules;
    void store(others);
  };
  return (
    <Part title={t('details.rule')}>
      <p>
        <span className="wf-muted">{originText(queue, settings, own !== undefined)}</span>
        {': '}
        {ruleText(queue.rule)}
      </p>
      {draft === null ? (
        <div className="wf-details-buttons">
          <Button isDisabled={settings === null} onPress={() => setDraft(draftOf(queue.rule))}>
            {t('details.rule.edit')}
          </Button>
          {own !== undefined && <Button onPress={reset}>{t('details.rule.reset')}</Button>}
        </div>
      ) : (
        <>
          <RuleFields draft={draft} problems={problems} onChange={setDraft} onSubmit={submit} />
          <p className="wf-muted">{t('details.rule.note')}</p>
          <div className="wf-details-buttons">
            <Button kind="primary" onPress={submit}>
              {t('details.rule.save')}
            </Button>
            <Button onPress={() => setDraft(null)}>{t('ui.cancel')}</Button>
          </div>
        </>
      )}
    </Part>
  );
}

/** Whose rule it is. Chats and inboxes without one of their own have a longer threshold than the floor's. */
function originText(queue: QueueRow, settings: Settings | null, own: boolean): string {
  if (own) return t('details.rule.own');
  const floor = settings?.serviceLevel.thresholdSeconds ?? queue.rule.thresholdSeconds;
  return floor === queue.rule.thresholdSeconds
    ? t('details.rule.floor')
    : t('details.rule.channel', { channel: t(`words.channel.${queue.channel}`) });
}

/** The rule in one line. */
export function ruleText(rule: ServiceLevelRule): string {
  return t('details.rule.text', {
    variant: t(`words.variant.${rule.variant}`),
    threshold: formatSpan(rule.thresholdSeconds),
    comparator: t(`details.rule.comparator.${rule.comparator}`),
    short: formatSpan(rule.shortAbandonSeconds),
    target: formatPercent(rule.target),
  });
}

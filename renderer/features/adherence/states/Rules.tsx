import { useState } from 'react';
import type { AdherenceSettings } from '../../../../shared/contract/index.ts';
import { useSettings } from '../../../app/providers.tsx';
import { Button, errorText, notify, Panel, Select, t, TextField } from '../../../ui/index.ts';
import { draftOf, readRules, TOLERATED } from './rules-draft.ts';
import type { RulesDraft, RulesProblem } from './rules-draft.ts';

const NONE: ReadonlySet<RulesProblem> = new Set();

/** Tolerances by activity, what the number counts, the target, and when the alarm sounds. */
export function Rules() {
  const { settings } = useSettings();
  if (settings === null) return null;
  // Anew when the settings changed under it.
  return <Fields key={JSON.stringify(settings.adherence)} was={settings.adherence} />;
}

function Fields({ was }: { was: AdherenceSettings }) {
  const { save } = useSettings();
  const [draft, setDraft] = useState<RulesDraft>(() => draftOf(was));
  const [problems, setProblems] = useState(NONE);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(was));
  const set = (part: Partial<RulesDraft>) => setDraft({ ...draft, ...part });
  const store = async () => {
    const read = readRules(draft, was);
    if ('problems' in read) return setProblems(read.problems);
    setProblems(NONE);
    const result = await save({ adherence: read.settings });
    notify(
      result.ok
        ? { tone: 'info', text: t('adherence-states.rules.saved') }
        : { tone: 'breach', text: t('adherence-states.notSaved', { reason: errorText(result.error) }) },
    );
  };
  const submit = () => void store();
  const orderError = problems.has('order') ? t('adherence-states.rules.alarm.bad') : null;
  const bad = t('adherence-states.rules.bad');
  return (
    <Panel title={t('adherence-states.rules')} className="wf-rules">
      <div className="wf-rules-body">
        <p className="wf-muted">{t('adherence-states.rules.text')}</p>
        <div className="wf-rules-grid">
          {TOLERATED.map((activity) => (
            <TextField
              key={activity}
              label={`${t(`words.activity.${activity}`)}, ${t('adherence-states.rules.minutes')}`}
              value={draft.tolerance[activity] ?? ''}
              onChange={(value) => set({ tolerance: { ...draft.tolerance, [activity]: value } })}
              error={problems.has(`tolerance.${activity}`) ? bad : null}
              onSubmit={submit}
            />
          ))}
        </div>
        <Select<AdherenceSettings['count']>
          label={t('adherence-states.rules.count')}
          options={[
            {
              id: 'all',
              label: t('adherence-states.rules.count.all'),
              note: t('adherence-states.rules.count.all.note'),
            },
            {
              id: 'productive',
              label: t('adherence-states.rules.count.productive'),
              note: t('adherence-states.rules.count.productive.note'),
            },
          ]}
          value={draft.count}
          onChange={(count) => set({ count })}
        />
        <div className="wf-rules-grid">
          <TextField
            label={t('adherence-states.rules.target')}
            value={draft.target}
            onChange={(target) => set({ target })}
            error={problems.has('target') ? t('adherence-states.rules.target.bad') : null}
            onSubmit={submit}
          />
          <TextField
            label={t('adherence-states.rules.warning')}
            value={draft.warning}
            onChange={(warning) => set({ warning })}
            error={problems.has('warning') ? bad : null}
            onSubmit={submit}
          />
          <TextField
            label={t('adherence-states.rules.breach')}
            value={draft.breach}
            onChange={(breach) => set({ breach })}
            error={problems.has('breach') ? bad : orderError}
            onSubmit={submit}
          />
        </div>
        <div className="wf-rules-buttons">
          <Button
            kind="quiet"
            isDisabled={!changed}
            onPress={() => {
              setDraft(draftOf(was));
              setProblems(NONE);
            }}
          >
            {t('adherence-states.rules.reset')}
          </Button>
          <Button kind="primary" isDisabled={!changed} onPress={submit}>
            {t('adherence-states.rules.save')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

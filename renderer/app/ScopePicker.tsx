import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Checkbox, CheckboxGroup } from 'react-aria-components';
import type { QueueRow, Scope } from '../../shared/contract/index.ts';
import { useGlance, useQuery } from '../api/index.ts';
import { Button, formatCount, PopoverButton, t, TextField } from '../ui/index.ts';
import { useFloor } from './providers.tsx';
import { setScope, useUi } from './state.ts';

interface Choice {
  id: string;
  label: string;
}

const EVERYTHING = { queues: [], teams: [] };

/** Which queues and teams the window looks at. */
export function ScopePicker() {
  const scope = useUi((state) => state.scope);
  const { queues } = useFloor().parts;
  const names = useGlance(queues, queueChoices);
  return (
    <div className="wf-scope">
      <PopoverButton
        label={t('app.scope')}
        width={520}
        align="start"
        trigger={
          <Button
            kind="quiet"
            className="wf-scope-button"
            aria-label={t('app.scopeNow', { scope: scopeText(scope, names) })}
          >
            <span className="wf-clip">{scopeText(scope, names)}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <ScopeChoices scope={scope} />
      </PopoverButton>
      {names.length > 0 && <span className="wf-scope-count">{t('app.queueCount', { count: names.length })}</span>}
    </div>
  );
}

/** Everything there is to choose from, which the scoped view on screen does not know: asked for when the picker opens. */
function ScopeChoices({ scope }: { scope: Scope }) {
  const directory = useQuery('directory', {}).value;
  const queues = useMemo(() => queueChoices(directory?.queues ?? []), [directory]);
  const teams = useMemo(() => teamChoices(directory?.teams ?? []), [directory]);
  const [text, setText] = useState('');
  return (
    <div className="wf-scope-choices">
      <TextField label={t('app.scopeFind')} value={text} onChange={setText} focused />
      <div className="wf-scope-columns">
        <Choices
          label={t('app.scopeQueues')}
          text={text}
          choices={queues}
          chosen={scope.queues}
          onChange={(next) => setScope({ ...scope, queues: next })}
        />
        <Choices
          label={t('app.scopeTeams')}
          text={text}
          choices={teams}
          chosen={scope.teams}
          onChange={(next) => setScope({ ...scope, teams: next })}
        />
      </div>
      <div className="wf-scope-foot">
        <Button onPress={() => setScope(EVERYTHING)} isDisabled={scope.queues.length + scope.teams.length === 0}>
          {t('app.scopeAll')}
        </Button>
      </div>
    </div>
  );
}

interface ChoicesProps {
  label: string;
  text: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

const MOST = 300;

function Choices({ label, text, choices, chosen, onChange }: ChoicesProps) {
  const found = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase();
    return choices
      .filter((choice) => wanted === '' || choice.label.toLocaleLowerCase().includes(wanted))
      .slice(0, MOST);
  }, [choices, text]);
  return (
    <CheckboxGroup className="wf-scope-group" aria-label={label} value={[...chosen]} onChange={onChange}>
      <h3>{label}</h3>
      <div className="wf-scope-list">
        {found.map((choice) => (
          <Checkbox key={choice.id} value={choice.id} className="wf-check">
            <span className="wf-check-box" aria-hidden />
            <span className="wf-clip">{choice.label}</span>
          </Checkbox>
        ))}
        {found.length === 0 && <p className="wf-muted">{t('app.scopeNone')}</p>}
      </div>
    </CheckboxGroup>
  );
}

function scopeText(scope: Scope, queues: readonly Choice[]): string {
  const [only] = scope.queues;
  const queueText =
    only === undefined
      ? t('app.allQueues')
      : scope.queues.length === 1
        ? (queues.find((choice) => choice.id === only)?.label ?? t('app.queueCount', { count: 1 }))
        : t('app.queueCount', { count: scope.queues.length });
  const [team] = scope.teams;
  const teamText =
    team === undefined
      ? t('app.allTeams')
      : scope.teams.length === 1
        ? team
        : t('app.teamCount', { count: formatCount(scope.teams.length) });
  return t('app.scopeText', { queues: queueText, teams: teamText });
}

function queueChoices(rows: Iterable<Pick<QueueRow, 'key' | 'name'>>): Choice[] {
  return [...rows].map(({ key, name }) => ({ id: key, label: name })).sort((a, b) => a.label.localeCompare(b.label));
}

function teamChoices(teams: readonly string[]): Choice[] {
  return [...teams].sort((a, b) => a.localeCompare(b)).map((team) => ({ id: team, label: team }));
}

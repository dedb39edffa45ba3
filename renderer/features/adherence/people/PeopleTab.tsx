import { Merge, UsersRound } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '../../../actions/index.ts';
import { recall, remember, useProgress, useQuery } from '../../../api/index.ts';
import { useSettings } from '../../../app/providers.tsx';
import {
  Button,
  Chips,
  currentGrid,
  Empty,
  errorText,
  formatPercent,
  Grid,
  notify,
  Panel,
  t,
  TextField,
} from '../../../ui/index.ts';
import { listSource } from '../list-source.ts';
import { Alike } from './Alike.tsx';
import { peopleColumns } from './columns.tsx';
import { countsOf, GROUPS, shownOf } from './groups.ts';
import type { Group } from './groups.ts';
import { PersonFocus } from './PersonFocus.tsx';
import { useMatch } from './use-match.ts';
import './people.css';

const NOBODY = { people: [], suggestions: [] };

/** Who is who across systems: found by e-mail or name, confirmed, merged and split by people. All of it by keyboard. */
export function PeopleTab() {
  const { value, error, refresh } = useQuery('people', {});
  const compact = useSettings().settings?.density === 'compact';
  const [group, setGroup] = useState<Group>(() => recall('adherence.people', readGroup, 'all'));
  const [words, setWords] = useState('');
  const [current, setCurrent] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [columns] = useState(peopleColumns);
  const changed = useCallback(() => {
    setChosen(new Set());
    refresh();
  }, [refresh]);
  const match = useMatch(changed);
  useAfterRecount(refresh);

  const all = value ?? NOBODY;
  const counts = useMemo(() => countsOf(all), [all]);
  const shown = useMemo(() => shownOf(all.people, group, words), [all, group, words]);
  const keys = useMemo(() => shown.map(({ key }) => key), [shown]);
  const source = useMemo(
    () => listSource(shown.map((person) => ({ ...person, chosen: chosen.has(person.key) }))),
    [shown, chosen],
  );
  const person = all.people.find(({ key }) => key === current) ?? shown[0] ?? null;
  const picked = all.people.filter(({ key }) => chosen.has(key));

  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
    setCurrent(key);
  };
  const merge = () => {
    if (picked.length < 2) notify({ tone: 'info', text: t('adherence-people.merge.need') });
    else void match.merge(picked);
  };
  const isList = group !== 'alike';
  const active = () => currentGrid()?.activeKey() ?? person?.key ?? null;
  const follow = () => {
    const key = currentGrid()?.activeKey();
    if (key !== undefined && key !== null) setCurrent(key);
  };
  if (value === null) {
    return error === null ? (
      <Empty title={t('adherence-people.loading')} />
    ) : (
      <Empty
        title={t('adherence-people.failed')}
        actions={<Button onPress={refresh}>{t('adherence-people.again')}</Button>}
      >
        {errorText(error)}
      </Empty>
    );
  }
  return (
    <div className="wf-people">
      <PeopleKeys
        isList={isList}
        active={active}
        toggle={toggle}
        merge={merge}
        confirm={() => {
          if (person !== null) void match.confirm(person);
        }}
        confirmable={person !== null && person.agents.length > 1 && person.how !== 'confirmed'}
      />
      <Panel
        title={t('adherence-people.title')}
        hint={<RecountHint />}
        className="wf-people-list"
        actions={
          <Chips<Group>
            label={t('adherence-people.filter')}
            value={group}
            onChange={(next) => {
              setGroup(next);
              remember('adherence.people', next);
            }}
            items={GROUPS.map((id) => ({ id, label: t(`adherence-people.chip.${id}`), count: counts[id] }))}
          />
        }
      >
        {group === 'alike' ? (
          <Alike suggestions={value.suggestions} match={match} />
        ) : (
          <div className="wf-people-table" role="presentation" onKeyUp={follow}>
            <div className="wf-people-bar">
              <TextField label={t('adherence-people.search')} value={words} onChange={setWords} />
              <span className="wf-muted wf-people-count">
                {t('adherence-people.selected', { count: picked.length })}
              </span>
              {picked.length > 0 && (
                <Button kind="quiet" onPress={() => setChosen(new Set())}>
                  {t('adherence-people.clear')}
                </Button>
              )}
              <Button icon={<Merge />} isDisabled={picked.length < 2 || match.busy} onPress={merge}>
                {t('adherence-people.merge', { count: picked.length })}
              </Button>
            </div>
            <Grid
              label={t('adherence-people.title')}
              columns={columns}
              source={source}
              keys={keys}
              rowHeight={compact ? 26 : 30}
              selectedKey={person?.key ?? null}
              onOpen={setCurrent}
              onOpenCell={toggle}
              empty={
                value.people.length === 0 ? (
                  <Empty icon={<UsersRound />} title={t('adherence-people.none.title')}>
                    {t('adherence-people.none.text')}
                  </Empty>
                ) : (
                  <Empty
                    title={t(
                      group === 'open' && words === ''
                        ? 'adherence-people.none.open'
                        : 'adherence-people.none.filtered',
                    )}
                  />
                )
              }
            />
            <footer className="wf-people-help">{t('adherence-people.help')}</footer>
          </div>
        )}
      </Panel>
      {isList && <PersonFocus person={person} match={match} />}
    </div>
  );
}

interface PeopleKeysProps {
  isList: boolean;
  /** Key of the person under the keyboard. */
  active(): string | null;
  toggle(key: string): void;
  merge(): void;
  confirm(): void;
  confirmable: boolean;
}

/** The keys of the list. Offered once there is an answer, after everything that began with the window: the latest offer has the keys. */
function PeopleKeys({ isList, active, toggle, merge, confirm, confirmable }: PeopleKeysProps) {
  useActions([
    {
      name: 'people.select',
      label: 'adherence-people.action.select',
      group: 'adherence',
      keys: 'x',
      when: () => isList && active() !== null,
      perform: () => {
        const key = active();
        if (key !== null) toggle(key);
      },
    },
    {
      name: 'people.merge',
      label: 'adherence-people.action.merge',
      group: 'adherence',
      keys: 'm',
      when: () => isList,
      perform: merge,
    },
    {
      name: 'people.confirm',
      label: 'adherence-people.action.confirm',
      group: 'adherence',
      keys: 'c',
      when: () => isList && confirmable,
      perform: confirm,
    },
  ]);
  return null;
}

/** The names, or how far the figures have followed the last decision. */
function RecountHint() {
  const progress = useProgress('adherence');
  if (progress === null || progress.total === null || progress.total <= 0 || progress.done >= progress.total) {
    return t('adherence-people.hint');
  }
  return t('adherence-people.recomputing', { share: formatPercent(progress.done / progress.total) });
}

function useAfterRecount(refresh: () => void): void {
  const progress = useProgress('adherence');
  const done = progress === null || (progress.total !== null && progress.done >= progress.total);
  const was = useRef(done);
  useEffect(() => {
    if (done && !was.current) refresh();
    was.current = done;
  }, [done, refresh]);
}

function readGroup(value: unknown): Group | null {
  return GROUPS.find((group) => group === value) ?? null;
}

import { Shuffle } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useProgress, useQuery } from '../../../api/index.ts';
import { Button, Empty, errorText, Panel, Switch, t, TextField } from '../../../ui/index.ts';
import { Recomputing } from '../month/Recomputing.tsx';
import { groupsOf } from './mapping.ts';
import { MappingTable } from './MappingTable.tsx';
import { PlatformOrder } from './PlatformOrder.tsx';
import { Rules } from './Rules.tsx';
import './states.css';

/** What every vendor's state means, which platform has the word, and how much a person may be off. */
export function StatesTab() {
  const { value, error, refresh } = useQuery('stateMappings', {});
  const [words, setWords] = useState('');
  const [only, setOnly] = useState(false);
  useAfterRecount(refresh);
  const groups = useMemo(() => groupsOf(value?.rows ?? [], words, only), [value, words, only]);
  if (value === null) {
    return error === null ? (
      <Empty title={t('adherence-states.loading')} />
    ) : (
      <Empty
        title={t('adherence-states.failed')}
        actions={<Button onPress={refresh}>{t('adherence-states.again')}</Button>}
      >
        {errorText(error)}
      </Empty>
    );
  }
  return (
    <div className="wf-states">
      <Panel
        title={t('adherence-states.title')}
        hint={t('adherence-states.hint')}
        className="wf-states-list"
        actions={<Recomputing share={value.recomputing} />}
      >
        {value.rows.length === 0 ? (
          <Empty icon={<Shuffle />} title={t('adherence-states.none.title')}>
            {t('adherence-states.none.text')}
          </Empty>
        ) : (
          <>
            <div className="wf-states-bar">
              <TextField label={t('adherence-states.search')} value={words} onChange={setWords} />
              <Switch label={t('adherence-states.only')} on={only} onChange={setOnly} />
            </div>
            <div className="wf-states-box">
              {groups.length === 0 ? (
                <Empty title={t('adherence-states.noneFound')} />
              ) : (
                groups.map((group) => <MappingTable key={group.platform} group={group} changed={refresh} />)
              )}
            </div>
          </>
        )}
      </Panel>
      <div className="wf-states-side">
        <PlatformOrder platforms={value.platforms} />
        <Rules />
      </div>
    </div>
  );
}

/** Stays and meanings are counted again in the background: asks anew when that has ended. */
function useAfterRecount(refresh: () => void): void {
  const progress = useProgress('adherence');
  const done = progress === null || (progress.total !== null && progress.done >= progress.total);
  const was = useRef(done);
  useEffect(() => {
    if (done && !was.current) refresh();
    was.current = done;
  }, [done, refresh]);
}

import { CalendarOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { useCell, useDerived } from '../../../api/index.ts';
import { go } from '../../../app/route.ts';
import { Button, Empty, errorText, t } from '../../../ui/index.ts';
import { openDialog } from '../exception/dialogs.ts';
import { useAdherence } from '../live.tsx';

/** Real milliseconds before "loading" is worth a word. */
const PATIENCE_MS = 400;

/** Shows its children once there are plans; before that, what is missing and what to do. */
export function Waiting({ children }: { children: ReactNode }) {
  const live = useAdherence();
  const { phase, error } = useCell(live.status);
  const known = useSyncExternalStore(live.info.subscribe, () => live.info.get() !== null);
  const planned = useDerived(live.parts.people, hasPlan);
  if (!known && phase === 'refused') {
    return <Empty title={t('adherence.refused.title')}>{error === null ? undefined : errorText(error)}</Empty>;
  }
  if (!known) return <Loading />;
  return planned ? children : <NoPlan />;
}

function Loading() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? <Empty title={t('adherence.loading.title')}>{t('adherence.loading.text')}</Empty> : null;
}

/** Nobody in the scope has a schedule: what that means, and where schedules come from. */
function NoPlan() {
  return (
    <Empty
      icon={<CalendarOff />}
      title={t('adherence.noPlan.title')}
      actions={
        <>
          <Button kind="primary" onPress={() => go('sources/connect')}>
            {t('adherence.noPlan.connect')}
          </Button>
          <Button onPress={() => openDialog({ kind: 'import' })}>{t('adherence.noPlan.import')}</Button>
        </>
      }
    >
      {t('adherence.noPlan.text')}
    </Empty>
  );
}

function hasPlan(rows: Iterable<AdherenceRow>): boolean {
  for (const row of rows) if (row.hasSchedule) return true;
  return false;
}

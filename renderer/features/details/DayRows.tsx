import { Rows3 } from 'lucide-react';
import { Button, t } from '../../ui/index.ts';
import { openRows } from '../why/rows-store.ts';
import { useDay } from './use-day.ts';

interface DayRowsProps {
  name: string;
  /** Keys of queues; empty: all. */
  queues: string[];
  agent: string | null;
  quiet?: boolean;
}

/** Opens the contacts of the day shown, of a queue or of an agent. */
export function DayRows({ name, queues, agent, quiet = false }: DayRowsProps) {
  const day = useDay();
  if (day === null) return null;
  const open = () =>
    openRows({
      title: t('details.rows.title', { name }),
      from: day.from,
      to: day.until,
      queues,
      outcomes: [],
      agent,
    });
  return (
    <Button
      kind={quiet ? 'quiet' : 'plain'}
      {...(quiet ? {} : { className: 'wf-details-rows' })}
      icon={<Rows3 />}
      onPress={open}
    >
      {t('details.rows')}
    </Button>
  );
}

import { Check, CircleHelp, Equal, UserRound } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { NoData, t } from '../../../ui/index.ts';
import type { GridColumn } from '../../../ui/index.ts';
import type { Person } from './groups.ts';

const HOW_ICONS: Readonly<Record<Person['how'], LucideIcon>> = {
  single: UserRound,
  confirmed: Check,
  email: Equal,
  name: CircleHelp,
};

/** How the agents belong together: shape and word. */
export function HowMark({ how }: { how: Person['how'] }) {
  const Icon = HOW_ICONS[how];
  return (
    <span className="wf-how" data-how={how} data-tip={t(`adherence-people.how.${how}.does`)}>
      <Icon aria-hidden />
      {t(`adherence-people.how.${how}`)}
    </span>
  );
}

/** A person, and whether the person at the desk has chosen them for merging. */
export type PersonRow = Person & { chosen: boolean };

/** The columns of the list of people. */
export function peopleColumns(): GridColumn<PersonRow>[] {
  return [
    {
      id: 'chosen',
      flex: true,
      header: '',
      title: t('adherence-people.select'),
      width: 34,
      opens: true,
      cell: (row) => (
        <span className="wf-people-box" data-on={row.chosen ? '' : undefined}>
          {row.chosen && <Check aria-hidden />}
          {row.chosen && <span className="wf-hidden">{t('adherence-people.selectedMark')}</span>}
        </span>
      ),
    },
    {
      id: 'name',
      flex: true,
      header: t('adherence-people.col.name'),
      width: 130,
      grow: 2,
      rowHeader: true,
      cell: (row) => (
        <span className="wf-clip wf-people-name" dir="auto" data-tip={row.name.slice(0, 300)}>
          {row.name}
        </span>
      ),
    },
    {
      id: 'team',
      flex: true,
      header: t('adherence-people.col.team'),
      width: 80,
      grow: 1,
      priority: 2,
      cell: (row) =>
        row.team === null ? (
          <NoData reason={t('adherence-people.noTeam')} />
        ) : (
          <span className="wf-clip wf-muted" dir="auto">
            {row.team}
          </span>
        ),
    },
    {
      id: 'systems',
      flex: true,
      header: t('adherence-people.col.systems'),
      width: 226,
      grow: 3,
      cell: (row) => {
        const names = [...new Set(row.agents.map(({ sourceName }) => sourceName))].join(', ');
        return (
          <span className="wf-clip" dir="auto" data-tip={names.slice(0, 300)}>
            {names}
          </span>
        );
      },
    },
    {
      id: 'how',
      flex: true,
      header: t('adherence-people.col.how'),
      width: 136,
      cell: (row) => <HowMark how={row.how} />,
    },
  ];
}

import { memo } from 'react';
import { cx, DASH, formatDecimal } from '../../../ui/index.ts';
import { adherence } from '../../../../shared/domain/adherence/counts.ts';
import { cellOf } from './cells.ts';
import type { Cell, Counted, Month } from './cells.ts';
import type { DayHead } from './months.ts';

interface HeatCellProps {
  cell: Cell;
  /** Whose and which day, said before the figures in the tip. */
  where: string;
  /** In place of the cell's own text. */
  text?: string;
  week?: boolean;
  future?: boolean;
  className?: string;
  id?: string;
  row?: number;
  column?: number;
  active?: boolean;
}

/** One share: its number, its tint, all of it in the tip; a dash with the reason where there is none. */
export function HeatCell(props: HeatCellProps) {
  const { cell, where, text, week = false, future = false, className, id, row, column, active = false } = props;
  return (
    <td
      id={id}
      className={cx('wf-heat-cell', className)}
      data-tone={cell.tone ?? undefined}
      data-week={week ? '' : undefined}
      data-future={future ? '' : undefined}
      data-active={active ? '' : undefined}
      data-row={row}
      data-column={column}
      aria-colindex={column === undefined ? undefined : column + 1}
      data-tip={`${where}: ${cell.words}`}
    >
      {cell.text === null ? (
        <>
          <span aria-hidden>{DASH}</span>
          <span className="wf-hidden">{cell.words}</span>
        </>
      ) : (
        (text ?? cell.text)
      )}
    </td>
  );
}

interface HeatRowProps {
  id: string;
  index: number;
  top: number;
  person: Month['people'][number];
  heads: readonly DayHead[];
  counted: Counted;
  target: number;
  today: string;
  counting: boolean;
  /** Index of the active cell, 0 the name; -1: in another row. */
  active: number;
}

/** One person's month. */
export const HeatRow = memo(function HeatRow(props: HeatRowProps) {
  const { id, index, top, person, heads, counted, target, today, counting, active } = props;
  const { value } = adherence(person.total, counted);
  const name = person.name.slice(0, 80);
  return (
    <tr className="wf-heat-row" aria-rowindex={index + 2} style={{ top }}>
      <th
        scope="row"
        id={`${id}-0`}
        className="wf-heat-name"
        data-row={index}
        data-column={0}
        aria-colindex={1}
        data-active={active === 0 ? '' : undefined}
        data-tip={person.team === null ? person.name.slice(0, 300) : `${person.name.slice(0, 300)} · ${person.team}`}
      >
        <span className="wf-clip" dir="auto">
          {person.name}
        </span>
      </th>
      {heads.map(({ day, text, week }, place) => (
        <HeatCell
          key={day}
          id={`${id}-${place + 1}`}
          cell={cellOf(person.days[place] ?? null, counted, target, day > today, counting)}
          where={`${name}, ${text}`}
          week={week}
          future={day > today}
          row={index}
          column={place + 1}
          active={active === place + 1}
        />
      ))}
      <HeatCell
        id={`${id}-${heads.length + 1}`}
        cell={cellOf(person.total, counted, target)}
        where={name}
        className="wf-heat-total"
        row={index}
        column={heads.length + 1}
        active={active === heads.length + 1}
        {...(value === null ? {} : { text: formatDecimal(value * 100, 1) })}
      />
    </tr>
  );
});

import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useSettings } from '../../../app/providers.tsx';
import { formatDecimal, t } from '../../../ui/index.ts';
import { adherence } from '../../../../shared/domain/adherence/counts.ts';
import { openDay } from '../routes.ts';
import { cellOf, dayTotals } from './cells.ts';
import type { Counted, Month } from './cells.ts';
import { HeatCell, HeatRow } from './HeatRow.tsx';
import { dayHeads } from './months.ts';
import './heat.css';

interface HeatMapProps {
  month: Month;
  /** `March 2026`. */
  name: string;
  counted: Counted;
  /** `2026-03-03`: what comes after has not happened. */
  today: string;
  /** Days of the past without counts may still get theirs. */
  counting: boolean;
}

const ROW_PX = { comfortable: 30, compact: 24 } as const;
const OVERSCAN = 4;
const DEFAULT_TARGET = 0.92;

/**
 * People by days. An ARIA grid with one tab stop: arrows move the cell, Enter or a click opens the person's day. Only the rows in sight
 * exist.
 */
export function HeatMap({ month, name, counted, today, counting }: HeatMapProps) {
  const { settings } = useSettings();
  const target = settings?.adherence.target ?? DEFAULT_TARGET;
  const height = ROW_PX[settings?.density ?? 'comfortable'];
  const weekStart = settings?.weekStart ?? 1;
  const id = useId();
  const scroller = useRef<HTMLTableElement>(null);
  const { people, days } = month;
  const [active, setActive] = useState({ row: 0, column: 1 });
  const row = Math.min(active.row, people.length - 1);
  const column = Math.min(active.column, days.length + 1);
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  const heads = useMemo(() => dayHeads(days, weekStart), [days, weekStart]);
  const totals = useMemo(() => dayTotals(month), [month]);

  const open = (rowIndex: number, columnIndex: number) => {
    const person = people[rowIndex];
    const day = days[columnIndex - 1] ?? lastDay(person?.days ?? [], days);
    if (person !== undefined && day !== undefined) openDay(person.key, day);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 3);
    const end = event.ctrlKey ? people.length - 1 : row;
    const steps: Record<string, [number, number]> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [event.ctrlKey ? 0 : row, event.ctrlKey ? column : 0],
      End: [end, event.ctrlKey ? column : days.length + 1],
    };
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    if (event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (step === undefined) return open(row, column);
    const next = {
      row: Math.min(people.length - 1, Math.max(0, step[0])),
      column: Math.min(days.length + 1, Math.max(0, step[1])),
    };
    setActive(next);
    virtual.scrollToIndex(next.row, { align: 'auto' });
  };
  const onClick = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    if (cell === null) return;
    const at = { row: Number(cell.getAttribute('data-row')), column: Number(cell.getAttribute('data-column')) };
    setActive(at);
    open(at.row, at.column);
  };
  const total = adherence(month.total, counted);
  return (
    <table
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('adherence-month.grid', { month: name })}
      aria-rowcount={people.length + 2}
      aria-colcount={days.length + 2}
      aria-activedescendant={people.length === 0 ? undefined : `${id}-${row}-${column}`}
      className="wf-heat"
      style={{ ['--days' as string]: days.length, ['--row-height' as string]: `${height}px` }}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <thead className="wf-heat-head">
        <tr className="wf-heat-row" aria-rowindex={1}>
          <th scope="col" className="wf-heat-name">
            {t('adherence-month.agent')}
          </th>
          {heads.map(({ day, text, letter, week }) => (
            <th
              key={day}
              scope="col"
              abbr={text}
              className="wf-heat-day"
              data-tip={text}
              data-week={week ? '' : undefined}
              data-today={day === today ? '' : undefined}
            >
              <span>{Number(day.slice(8))}</span>
              <small aria-hidden>{letter}</small>
            </th>
          ))}
          <th scope="col" className="wf-heat-total">
            {t('adherence-month.total')}
          </th>
        </tr>
      </thead>
      <tbody className="wf-heat-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const person = people[index];
          if (person === undefined) return null;
          return (
            <HeatRow
              key={person.key}
              id={`${id}-${index}`}
              index={index}
              top={start}
              person={person}
              heads={heads}
              counted={counted}
              target={target}
              today={today}
              counting={counting}
              active={index === row ? column : -1}
            />
          );
        })}
      </tbody>
      <tfoot className="wf-heat-foot">
        <tr className="wf-heat-row" aria-rowindex={people.length + 2}>
          <th scope="row" className="wf-heat-name">
            {t('adherence-month.everybody')}
          </th>
          {heads.map(({ day, text, week }, index) => (
            <HeatCell
              key={day}
              cell={cellOf(totals[index] ?? null, counted, target, day > today, counting)}
              where={text}
              week={week}
              future={day > today}
            />
          ))}
          <HeatCell
            cell={cellOf(month.total, counted, target)}
            where={name}
            className="wf-heat-total"
            {...(total.value === null ? {} : { text: formatDecimal(total.value * 100, 1) })}
          />
        </tr>
      </tfoot>
    </table>
  );
}

/** The last day with counts, for those who open a name or a total. */
function lastDay(counts: readonly unknown[], days: readonly string[]): string | undefined {
  const index = counts.findLastIndex((entry) => entry !== null);
  return days[index < 0 ? 0 : index];
}

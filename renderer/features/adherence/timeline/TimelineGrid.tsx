import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FocusEvent } from 'react';
import { useActions } from '../../../actions/index.ts';
import { useLive } from '../../../api/index.ts';
import { useSettings, useZone } from '../../../app/providers.tsx';
import { useUi } from '../../../app/state.ts';
import { t, ticker, useSize } from '../../../ui/index.ts';
import { mountGrid, takeGrid } from '../../../ui/grid/current.ts';
import { hullOf } from '../days.ts';
import { offerException, openDialog } from '../exception/dialogs.ts';
import { useAdherence, usePausing } from '../live.tsx';
import { openDay } from '../routes.ts';
import { dayOf } from '../days.ts';
import { Axis } from '../track/Axis.tsx';
import { NowLine } from '../track/NowLine.tsx';
import { quarterOf, TimeWindow } from '../track/time-window.ts';
import { TrackTip } from '../track/TrackTip.tsx';
import type { TipHandle } from '../track/TrackTip.tsx';
import { useTrackKeys } from '../track/use-track-keys.ts';
import { useTrackWheel } from '../track/use-track-wheel.ts';
import { Foot } from './Foot.tsx';
import { cursorAt, isRange, movePicked, rowsOf, spanOf } from './picked.ts';
import type { Picked } from './picked.ts';
import { Selection } from './Selection.tsx';
import { TimelineRowView } from './TimelineRowView.tsx';
import { useDrag } from './use-drag.ts';
import { useVisiblePeople } from './use-visible-people.ts';

const OVERSCAN = 4;
const HOUR_MS = 3_600_000;

interface TimelineGridProps {
  /** Keys of the people in the order to show. */
  keys: readonly string[];
  /** True while the pointer or the focus is inside: the owner holds the order. */
  onEngaged(engaged: boolean): void;
}

/** How much of the past and of what is planned the timeline shows at first. */
const AROUND_MS = 6 * HOUR_MS;

/**
 * A virtual row for each person over one shared stretch of time. An ARIA grid with one tab stop: arrows move a cursor of a quarter hour,
 * with Shift they choose a range; the pointer chooses by dragging.
 */
export function TimelineGrid({ keys, onEngaged }: TimelineGridProps) {
  const gridId = useId();
  const zone = useZone();
  const compact = useSettings().settings?.density === 'compact';
  const rowHeight = compact ? 40 : 46;
  const { people } = useAdherence().parts;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const head = useRef<HTMLTableCellElement>(null);
  const tip = useRef<TipHandle>(null);
  const [window] = useState(() => new TimeWindow(ticker.now() - 4 * HOUR_MS, ticker.now() + 6 * HOUR_MS));
  const [picked, setPicked] = useState<Picked | null>(null);
  const { width } = useSize(head);
  useLayoutEffect(() => window.resize(width), [window, width]);

  const activeIndex = picked === null ? -1 : keys.indexOf(picked.headRow);
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // The head is part of what scrolls, and stays in sight.
    scrollMargin: 0,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const { startIndex = 0, endIndex = -1 } = virtual.range ?? {};
  const shown = useVisiblePeople(keys, startIndex, endIndex);
  const moment = useUi((state) => state.moment);
  const timeline = useLive('timeline', { people: shown, moment });
  usePausing(timeline);
  const { rows } = timeline.parts;

  const fit = useCallback(() => {
    const hull = hullOf(rows.rows());
    if (hull !== null) window.show(hull.from, hull.to);
  }, [rows, window]);
  useEffect(
    () =>
      rows.subscribeAny(() => {
        const hull = window.fitted ? null : hullOf(rows.rows());
        if (hull === null) return;
        // One night shift must not squeeze everybody's day into a corner: the whole is one key away.
        const now = ticker.now();
        window.show(Math.max(hull.from, now - AROUND_MS), Math.max(now + HOUR_MS, Math.min(hull.to, now + AROUND_MS)));
      }),
    [rows, window],
  );
  useTrackKeys(window, fit);
  useTrackWheel(scroller, head, window);

  const exceptFor = useCallback(
    (choice: Picked) => {
      const range = rowsOf(choice, keys);
      if (range === null) return;
      const chosen = keys
        .slice(range.first, range.last + 1)
        .map((key) => people.last(key))
        .filter((row) => row !== undefined);
      const [only] = chosen;
      if (only !== undefined && !isRange(choice)) {
        const span = spanOf(choice);
        const now = ticker.now();
        // The cell under way belongs to the deviation that lasts; any other cell is itself what is meant.
        if (now >= span.from && now < span.to) return offerException(only, now);
      }
      if (chosen.length > 0) {
        openDialog({ kind: 'exception', people: chosen.map(({ key, name }) => ({ key, name })), ...spanOf(choice) });
      }
    },
    [keys, people],
  );
  const openPicked = useCallback(
    (key: string | null) => {
      if (key === null) return;
      openDay(key, rows.last(key)?.day ?? dayOf(ticker.now(), zone));
    },
    [rows, zone],
  );
  const place = useCallback(
    (next: Picked) => {
      setPicked(next);
      const index = keys.indexOf(next.headRow);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
      const { headAt } = next;
      window.reveal(headAt, headAt + 900_000);
    },
    [keys, virtual, window],
  );
  const move = useCallback(
    (byRows: number, byQuarters: number, extend: boolean) => {
      const first = keys[startIndex] ?? keys[0];
      if (first === undefined) return;
      place(
        picked === null || !keys.includes(picked.headRow)
          ? cursorAt(first, quarterOf(ticker.now()))
          : movePicked(picked, keys, byRows, byQuarters, extend),
      );
    },
    [keys, picked, place, startIndex],
  );
  useActions([
    {
      name: 'adherence.exception',
      label: 'adherence.action.exception',
      group: 'adherence',
      keys: 'e',
      when: () => keys.length > 0,
      perform: () => {
        const key = keys[0];
        if (picked !== null) exceptFor(picked);
        else if (key !== undefined) exceptFor(cursorAt(key, quarterOf(ticker.now())));
      },
    },
  ]);

  const latest = useRef({ move, openPicked, key: picked?.headRow ?? null });
  useLayoutEffect(() => {
    latest.current = { move, openPicked, key: picked?.headRow ?? null };
  });
  const handle = useMemo(
    () => ({
      move: (count: number) => {
        latest.current.move(count, 0, false);
        table.current?.focus({ preventScroll: true });
      },
      open: () => latest.current.openPicked(latest.current.key),
      activeKey: () => latest.current.key,
    }),
    [],
  );
  useEffect(() => mountGrid(handle), [handle]);

  const engaged = useRef({ pointer: false, focus: false });
  const engage = (what: 'pointer' | 'focus', value: boolean) => {
    if (engaged.current[what] === value) return;
    engaged.current[what] = value;
    onEngaged(engaged.current.pointer || engaged.current.focus);
  };
  const drag = useDrag({
    body,
    keys,
    rowHeight,
    track: head,
    window,
    rows,
    zone,
    tip,
    setPicked,
    exceptFor,
    openPicked,
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
      Home: [-keys.length, 0],
      End: [keys.length, 0],
    };
    const step = steps[event.key];
    if (step !== undefined) move(step[0], step[1], event.shiftKey);
    else if (event.key === 'Enter') openPicked(picked?.headRow ?? null);
    else if (event.key === 'Escape' && picked !== null && isRange(picked)) {
      setPicked(cursorAt(picked.headRow, picked.headAt));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className="wf-tl"
      onPointerMove={() => engage('pointer', true)}
      onPointerLeave={() => {
        tip.current?.hide();
        engage('pointer', false);
      }}
      onFocus={() => {
        takeGrid(handle);
        engage('focus', true);
      }}
      onBlur={(event: FocusEvent<HTMLDivElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) engage('focus', false);
      }}
    >
      <p id={`${gridId}-help`} className="wf-hidden">
        {t('adherence.timeline.help')}
      </p>
      <div ref={scroller} className="wf-tl-scroll">
        <table
          ref={table}
          role="grid"
          tabIndex={0}
          aria-label={t('adherence.timeline.title')}
          aria-describedby={`${gridId}-help`}
          aria-rowcount={keys.length + 1}
          aria-colcount={3}
          aria-multiselectable
          aria-activedescendant={activeIndex < 0 ? undefined : `${gridId}-${activeIndex}`}
          className="wf-tl-table"
          onKeyDown={onKeyDown}
          {...drag}
        >
          <thead className="wf-tl-thead">
            <tr aria-rowindex={1} className="wf-tl-head">
              <th scope="col" className="wf-tl-name">
                {t('adherence.timeline.agent')}
              </th>
              <th scope="col" aria-label={t('adherence.timeline.title')} ref={head} className="wf-tl-track">
                <Axis window={window} zone={zone} />
              </th>
              <th scope="col" className="wf-tl-status">
                {t('adherence.timeline.status')}
              </th>
            </tr>
          </thead>
          <tbody ref={body} className="wf-tl-body" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualIndexes().map((index) => {
              const key = keys[index];
              if (key === undefined) return null;
              return (
                <TimelineRowView
                  key={key}
                  id={`${gridId}-${index}`}
                  rowKey={key}
                  index={index}
                  height={rowHeight}
                  active={index === activeIndex}
                  people={people}
                  rows={rows}
                  window={window}
                  zone={zone}
                />
              );
            })}
          </tbody>
        </table>
        <div className="wf-tl-layer" style={{ height: Math.max(virtual.getTotalSize(), 0) }}>
          <NowLine window={window} />
          {picked !== null && <Selection picked={picked} keys={keys} rowHeight={rowHeight} window={window} />}
        </div>
      </div>
      <TrackTip handle={tip} />
      <Foot picked={picked} keys={keys} rows={rows} zone={zone} />
    </div>
  );
}

import { ChevronLeft, ChevronRight, History, Pause, Play } from 'lucide-react';
import { useRef } from 'react';
import { bucketLabel } from '../../../shared/time/zone.ts';
import { useCell } from '../../api/index.ts';
import { useBoard, useFloor } from '../../app/providers.tsx';
import { useUi } from '../../app/state.ts';
import { Button, Chips, Clock, formatDate, IconButton, Kbd, t } from '../../ui/index.ts';
import type { BoardRow } from '../../../shared/contract/index.ts';
import { SPEEDS, useReplay } from './control.ts';
import type { ReplayControl } from './control.ts';
import { clamp, onDate, shiftDays } from './days.ts';
import { Strip } from './Strip.tsx';
import { useReplayControl } from './use-control.ts';
import './replay.css';

/** The day at the bottom of the floor: its pressure, the moment on screen, and the way to any other moment. */
export function ReplayBar() {
  const control = useReplayControl();
  const floor = useFloor();
  const board = useBoard();
  const { phase } = useCell(floor.status);
  const replay = useUi((state) => state.moment.kind === 'replay');
  return (
    <section className="wf-replay" aria-label={t('replay.bar')} data-replay={replay ? '' : undefined}>
      {board === undefined ? (
        <p className="wf-muted">{phase === 'refused' ? t('replay.strip.none') : t('replay.loading')}</p>
      ) : (
        <>
          <header className="wf-replay-head">
            {replay ? <Moment board={board} /> : <Today board={board} />}
            <DayPicker board={board} control={control} />
            {replay ? <Transport control={control} /> : <Hints />}
          </header>
          <Strip control={control} dayFrom={board.dayFrom} dayTo={board.dayTo} zone={board.zone} />
        </>
      )}
    </section>
  );
}

function Today({ board }: { board: BoardRow }) {
  return (
    <p className="wf-replay-title wf-clip">
      <span className="wf-strong">{t('replay.today')}</span>{' '}
      <span className="wf-muted">
        {formatDate(board.dayFrom, board.zone)} · {t('replay.title')}
      </span>
    </p>
  );
}

/** Says that this is not now, in word, shape and colour. */
function Moment({ board }: { board: BoardRow }) {
  return (
    <p className="wf-replay-title wf-clip">
      <span className="wf-replay-badge">
        <History aria-hidden />
        {t('replay.badge')}
      </span>
      <span className="wf-strong">
        {formatDate(board.at, board.zone)} <Clock zone={board.zone} />
      </span>
    </p>
  );
}

function Hints() {
  return (
    <p className="wf-replay-hints" aria-hidden>
      {t('replay.hint.drag')} · <Kbd keys="[ ]" /> {t('replay.hint.step')} · <Kbd keys="Esc" /> {t('replay.hint.now')}
    </p>
  );
}

function Transport({ control }: { control: ReplayControl }) {
  const moment = useUi((state) => state.moment);
  const { speed } = useReplay();
  const running = moment.kind === 'replay' && moment.speed > 0;
  const chosen = running ? moment.speed : speed;
  const speeds = SPEEDS.includes(chosen as (typeof SPEEDS)[number]) ? SPEEDS : [...SPEEDS, chosen];
  return (
    <div className="wf-replay-transport">
      <IconButton
        kind="plain"
        label={running ? t('replay.pause') : t('replay.play')}
        onPress={() => control.run(running ? 0 : speed)}
      >
        {running ? <Pause /> : <Play />}
      </IconButton>
      <Chips
        label={t('replay.speed')}
        items={speeds.map((value) => ({
          id: String(value),
          label: t('replay.speed.times', { speed: value }),
          count: null,
        }))}
        value={String(chosen)}
        onChange={(id) => {
          if (running) control.run(Number(id));
          else useReplay.setState({ speed: Number(id) });
        }}
      />
      <Button onPress={() => control.now()}>
        {t('replay.now')} <Kbd keys="Esc" />
      </Button>
    </div>
  );
}

function DayPicker({ board, control }: { board: BoardRow; control: ReplayControl }) {
  const { zone, extent } = board;
  const field = useRef<HTMLInputElement>(null);
  const reach = control.reach();
  if (reach === null) return null;
  const first = bucketLabel(extent?.from ?? reach.from, 'day', zone);
  const last = bucketLabel(reach.to, 'day', zone);
  const shown = bucketLabel(board.dayFrom, 'day', zone);
  const lastStored = extent === null ? last : bucketLabel(Math.min(extent.to, reach.to), 'day', zone);
  const day = (days: 1 | -1) => {
    const at = shiftDays(control.position(), days, zone);
    // Between the last stored day and today there may be years of nothing: jump over them.
    if (extent === null || (at >= extent.from && at <= extent.to)) return control.seek(at);
    if (days < 0) return control.seek(clamp(at, extent));
    return control.now();
  };
  return (
    <div className="wf-replay-days">
      <IconButton label={t('replay.day.previous')} isDisabled={shown <= first} onPress={() => day(-1)}>
        <ChevronLeft />
      </IconButton>
      <input
        ref={field}
        className="wf-replay-date"
        type="date"
        aria-label={t('replay.day')}
        min={first}
        max={last}
        key={shown}
        defaultValue={shown}
        onChange={(event) => {
          const date = event.target.value;
          if (date < first || date > last || date === shown) return;
          const at = onDate(control.position(), date, zone);
          if (at !== null) control.seek(date > lastStored && date === last ? reach.to : at);
        }}
      />
      <IconButton label={t('replay.day.next')} isDisabled={shown >= last} onPress={() => day(1)}>
        <ChevronRight />
      </IconButton>
    </div>
  );
}

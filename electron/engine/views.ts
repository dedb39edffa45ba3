import { AppError } from '../../shared/errors/index.ts';
import { affineClock, systemClock } from '../../shared/time/clock.ts';
import { contract } from '../../shared/contract/index.ts';
import { FloorView } from './floor-view.ts';
import { SourcesView } from './sources-view.ts';
import { Subscription } from './subscription.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Frame } from '../../shared/contract/frames.ts';
import type { ParsedOf, ViewName, Views as ViewDefs } from '../../shared/contract/index.ts';
import type { BoardFacts } from './floor-view.ts';
import type { LiveFloor } from '../live/live-floor.ts';
import type { Pacing } from './subscription.ts';
import type { Reads } from '../store/api.ts';
import type { ReplayFloor } from '../live/replay-floor.ts';
import type { RunningFloor } from '../live/running.ts';

/** Replays at a time, over all windows: each is a floor of its own in memory. */
const MAX_REPLAYS = 8;

export interface OpenView {
  painted(seq: number): void;
  close(): void;
}

export interface ViewsDeps {
  live: LiveFloor;
  reads: Reads;
  replay: (clock: Clock, speed: number) => ReplayFloor;
  facts: () => BoardFacts;
  pacing: Pacing;
}

type Openers = {
  [N in ViewName]: (input: ParsedOf<ViewDefs[N]>, send: (frame: Frame) => void) => OpenView;
};

/** Opens the live views of the contract. */
export class Views {
  readonly #deps: ViewsDeps;
  readonly #sourceViews = new Set<() => void>();
  #replays = 0;

  constructor(deps: ViewsDeps) {
    this.#deps = deps;
  }

  /** @throws AppError `refused` where too many replays run */
  open<N extends ViewName>(name: N, input: ParsedOf<ViewDefs[N]>, send: (frame: Frame) => void): OpenView {
    return this.#openers[name](input, send);
  }

  /** A source's state changed: told to the views of sources. */
  sourcesChanged(): void {
    for (const refresh of this.#sourceViews) refresh();
  }

  readonly #openers: Openers = {
    floor: (input, send) => {
      const { live, facts, pacing } = this.#deps;
      const { moment } = input;
      if (moment.kind === 'now')
        return this.#watch(live, new FloorView(live, input.scope, facts), send, pacing, () => undefined);
      if (this.#replays >= MAX_REPLAYS) {
        throw new AppError({ code: 'refused', message: 'Too many replays run at a time. Close a window first.' });
      }
      const anchor = { anchorRealAt: systemClock.monotonic(), anchorAt: moment.at, drivenBy: 'monotonic' as const };
      const replay = this.#deps.replay(
        affineClock({ base: systemClock, ...anchor, speed: moment.speed }),
        moment.speed,
      );
      this.#replays += 1;
      return this.#watch(replay, new FloorView(replay, input.scope, facts), send, pacing, () => {
        this.#replays -= 1;
        replay.close();
      });
    },

    sources: (_input, send) => {
      const { live, reads, pacing } = this.#deps;
      const view = new SourcesView(
        reads,
        () => live.floor.freshness,
        () => live.floor.at,
      );
      const parts = Object.keys(contract.views.sources.parts);
      const subscription = new Subscription(parts, view, send, pacing);
      const refresh = (): void => {
        subscription.change('sources', view.refresh(), systemClock.now());
        subscription.flush();
      };
      const stop = live.onNews((news) => {
        if (news.second) refresh();
      });
      this.#sourceViews.add(refresh);
      subscription.begin(systemClock.now());
      return {
        painted: (seq) => subscription.painted(seq),
        close: () => {
          stop();
          this.#sourceViews.delete(refresh);
          subscription.close();
        },
      };
    },
  };

  #watch(
    running: RunningFloor,
    view: FloorView,
    send: (frame: Frame) => void,
    pacing: Pacing,
    after: () => void,
  ): OpenView {
    const subscription = new Subscription(Object.keys(contract.views.floor.parts), view, send, pacing);
    const stop = running.onNews((news) => view.hear(news, subscription));
    subscription.begin(systemClock.now());
    return {
      painted: (seq) => subscription.painted(seq),
      close: () => {
        stop();
        subscription.close();
        after();
      },
    };
  }
}

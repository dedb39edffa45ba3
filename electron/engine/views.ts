import { AppError } from '../../shared/errors/index.ts';
import { affineClock, systemClock } from '../../shared/time/clock.ts';
import { contract } from '../../shared/contract/index.ts';
import { AdherenceView, TimelineView } from './adherence-view.ts';
import { FloorView } from './floor-view.ts';
import { SourcesView } from './sources-view.ts';
import { Subscription } from './subscription.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Frame } from '../../shared/contract/frames.ts';
import type { ParsedOf, ViewName, Views as ViewDefs } from '../../shared/contract/index.ts';
import type { BoardFacts } from './floor-view.ts';
import type { LiveFloor } from '../live/live-floor.ts';
import type { Moment } from '../../shared/contract/scope.ts';
import type { Pacing, ViewSource } from './subscription.ts';
import type { Reads } from '../store/api.ts';
import type { ReplayFloor } from '../live/replay-floor.ts';
import type { FloorNews, RunningFloor } from '../live/running.ts';

/** Replays at a time, over all windows: each is a floor of its own in memory. */
const MAX_REPLAYS = 8;

export interface OpenView {
  painted(seq: number): void;
  /** Nobody looks at these parts, and at all others somebody does. */
  rest(parts: readonly string[]): void;
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
    floor: (input, send) =>
      this.#watch('floor', input.moment, send, (running) => new FloorView(running, input.scope, this.#deps.facts)),

    adherence: (input, send) =>
      this.#watch('adherence', input.moment, send, (running) => new AdherenceView(running, input.scope)),

    timeline: (input, send) =>
      this.#watch('timeline', input.moment, send, (running) => new TimelineView(running, input.people)),

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
        rest: (parts) => subscription.rest(parts, systemClock.now()),
        close: () => {
          stop();
          this.#sourceViews.delete(refresh);
          subscription.close();
        },
      };
    },
  };

  /** Opens a view of the floor as it is now, or of a replay of its own that ends with the view. */
  #watch(name: ViewName, moment: Moment, send: (frame: Frame) => void, make: (of: RunningFloor) => NewsView): OpenView {
    const { running, end } = this.#floorAt(moment);
    const view = make(running);
    const subscription = new Subscription(Object.keys(contract.views[name].parts), view, send, this.#deps.pacing);
    const stop = running.onNews((news) => view.hear(news, subscription));
    subscription.begin(systemClock.now());
    return {
      painted: (seq) => subscription.painted(seq),
      rest: (parts) => subscription.rest(parts, systemClock.now()),
      close: () => {
        stop();
        subscription.close();
        end();
      },
    };
  }

  /** @throws AppError `refused` where too many replays run */
  #floorAt(moment: Moment): { running: RunningFloor; end: () => void } {
    if (moment.kind === 'now') return { running: this.#deps.live, end: () => undefined };
    if (this.#replays >= MAX_REPLAYS) {
      throw new AppError({ code: 'refused', message: 'Too many replays run at a time. Close a window first.' });
    }
    const anchor = { anchorRealAt: systemClock.monotonic(), anchorAt: moment.at, drivenBy: 'monotonic' as const };
    const running = this.#deps.replay(affineClock({ base: systemClock, ...anchor, speed: moment.speed }), moment.speed);
    this.#replays += 1;
    const end = (): void => {
      this.#replays -= 1;
      running.close();
    };
    return { running, end };
  }
}

/** A view that hears what changed on its floor. */
interface NewsView extends ViewSource {
  hear(news: FloorNews, subscription: Subscription): void;
}

import { createContext, useCallback, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { BoardRow, Settings } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/errors/index.ts';
import { useCommand, useLink, remember, useLive, useQuery, useRow, watchDark } from '../api/index.ts';
import type { LiveView } from '../api/index.ts';
import { currentLocale, onLocale, setLocale, ticker } from '../ui/index.ts';
import { useUi } from './state.ts';

interface SettingsAccess {
  /** Null until they are read for the first time. */
  settings: Settings | null;
  save(change: Partial<Settings>): Promise<Result<Settings>>;
}

const FloorContext = createContext<LiveView<'floor'> | null>(null);
const SourcesContext = createContext<LiveView<'sources'> | null>(null);
const SettingsContext = createContext<SettingsAccess | null>(null);

/** The floor view of this window: one subscription, shared by everything on screen. */
export function useFloor(): LiveView<'floor'> {
  return required(useContext(FloorContext));
}

/** Health of the sources: one subscription per window. */
export function useSources(): LiveView<'sources'> {
  return required(useContext(SourcesContext));
}

export function useSettings(): SettingsAccess {
  return required(useContext(SettingsContext));
}

/** The state of the board; undefined before the first snapshot. It changes with every frame: prefer `useBoardField`. */
export function useBoard(): BoardRow | undefined {
  return useRow(useFloor().parts.board, 'board');
}

/** One plain field of the board's state; re-renders when that field changes, not with every frame. */
export function useBoardField<K extends keyof BoardRow>(field: K): BoardRow[K] | undefined {
  const { board } = useFloor().parts;
  const subscribe = useCallback((listener: () => void) => board.subscribeKey('board', listener), [board]);
  return useSyncExternalStore(subscribe, () => board.get('board')?.[field]);
}

/** The reporting zone (IANA): the board's, else the settings', else UTC. */
export function useZone(): string {
  const zone = useBoardField('zone');
  const { settings } = useSettings();
  return zone ?? settings?.zone ?? 'UTC';
}

/** Subscribes the window to what everything on screen needs. */
export function Providers({ children }: { children: ReactNode }) {
  const scope = useUi((state) => state.scope);
  const moment = useUi((state) => state.moment);
  const floor = useLive('floor', { scope, moment });
  const sources = useLive('sources', {});
  const access = useSettingsAccess();
  usePause(floor, sources);
  useClock(floor);
  useLook(access.settings);
  const locale = useSyncExternalStore(onLocale, currentLocale);
  return (
    <SettingsContext value={access}>
      <SourcesContext value={sources}>
        <FloorContext value={floor}>
          {/* Another language redraws everything: texts are asked for while drawing. */}
          <Relocated key={locale}>{children}</Relocated>
        </FloorContext>
      </SourcesContext>
    </SettingsContext>
  );
}

function Relocated({ children }: { children: ReactNode }) {
  return children;
}

function useSettingsAccess(): SettingsAccess {
  const { value, refresh } = useQuery('settings', {});
  const { run } = useCommand('saveSettings');
  return useMemo(
    () => ({
      settings: value,
      async save(change) {
        const result = await run(change);
        if (result.ok) refresh();
        return result;
      },
    }),
    [value, run, refresh],
  );
}

function usePause(floor: LiveView<'floor'>, sources: LiveView<'sources'>): void {
  const paused = useUi((state) => state.paused);
  const { phase } = useLink();
  useEffect(() => {
    floor.setPaused(paused);
    sources.setPaused(paused);
  }, [floor, sources, paused]);
  // Without an engine nobody knows whether a wait still lasts: running times hold with the last board known.
  const still = paused || phase === 'restarting' || phase === 'stopped';
  useEffect(() => ticker.setStill(still), [still]);
}

/** Everything that ticks follows the moment of the floor. */
function useClock(floor: LiveView<'floor'>): void {
  useEffect(() => {
    let speed = Number.NaN;
    const follow = () => {
      if (floor.clock.speed === speed) return;
      speed = floor.clock.speed;
      ticker.setClock(() => floor.clock.now(), speed);
    };
    follow();
    return floor.info.subscribe(follow);
  }, [floor]);
}

/** Theme, density and language as the settings say. */
function useLook(settings: Settings | null): void {
  const theme = settings?.theme ?? 'system';
  const density = settings?.density ?? 'comfortable';
  const locale = settings?.locale;
  useEffect(
    () =>
      watchDark((dark) => {
        document.documentElement.dataset['theme'] = theme === 'system' ? (dark ? 'dark' : 'light') : theme;
      }),
    [theme],
  );
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => {
    if (locale === undefined) return;
    setLocale(locale);
    remember('locale', locale);
    document.documentElement.lang = currentLocale();
  }, [locale]);
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('There is no Providers above this component.');
  return value;
}

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { QueryName, ShellName, ViewName } from '../../shared/contract/index.ts';
import { toWire } from '../../shared/errors/index.ts';
import type { Result, WireError } from '../../shared/errors/index.ts';
import type { ShellInput, ShellOutput } from './bridge.ts';
import type { CallInput, CallName, CallOutput, Link, Progress } from './client.ts';
import { useClient } from './context.tsx';
import type { Cell } from './emitter.ts';
import { LiveView } from './live.ts';
import type { ViewInput } from './live.ts';
import { Painter } from './painter.ts';

/** The value of a cell, kept up to date. */
export function useCell<T>(cell: Cell<T>): T {
  return useSyncExternalStore(cell.subscribe, cell.get);
}

/** How the window stands with its engine. */
export function useLink(): Link {
  return useCell(useClient().link);
}

/** How far the long work of a topic is (`import`, `backfill:<source>`, …). */
export function useProgress(topic: string): Progress | null {
  return useCell(useClient().progress(topic));
}

export interface QueryState<T> {
  /** The last answer, kept while a newer one is asked for. */
  value: T | null;
  error: WireError | null;
  loading: boolean;
  refresh(): void;
}

/**
 * The answer to a question; asked again when the input changes and when the engine has come back.
 *
 * @param input null: not asked
 */
export function useQuery<N extends QueryName>(name: N, input: CallInput<N> | null): QueryState<CallOutput<N>> {
  const client = useClient();
  const up = useCell(client.link).phase;
  const text = input === null ? null : JSON.stringify(input);
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((value) => value + 1), []);
  const asked = text === null || up === 'restarting' || up === 'stopped' ? null : `${round} ${text}`;
  const [state, setState] = useState<Answered<CallOutput<N>>>(EMPTY);
  useEffect(() => {
    if (asked === null || text === null) return undefined;
    let current = true;
    client.call(name, JSON.parse(text) as CallInput<N>).then(
      (value) => current && setState({ asked, value, error: null }),
      (error: unknown) => current && setState((was) => ({ ...was, asked, error: toWire(error) })),
    );
    return () => {
      current = false;
    };
  }, [client, name, text, asked]);
  const loading = asked !== null && state.asked !== asked;
  const { value, error } = state;
  return useMemo(() => ({ value, error, loading, refresh }), [value, error, loading, refresh]);
}

interface Answered<T> {
  asked: string | null;
  value: T | null;
  error: WireError | null;
}

const EMPTY = { asked: null, value: null, error: null } as const;

export interface Run<I, O> {
  run(input: I): Promise<Result<O>>;
  busy: boolean;
  /** Of the last run; null after a success. */
  error: WireError | null;
  clear(): void;
}

/** A person's intent carried out in the engine (or a query asked on demand). The failure is a value; `run` never rejects. */
export function useCommand<N extends CallName>(name: N): Run<CallInput<N>, CallOutput<N>> {
  const client = useClient();
  return useRun(
    useCallback(
      async (input: CallInput<N>): Promise<Result<CallOutput<N>>> => {
        try {
          return { ok: true, value: await client.call(name, input) };
        } catch (error) {
          return { ok: false, error: toWire(error) };
        }
      },
      [client, name],
    ),
  );
}

/** As `useCommand`, asked of the main process (windows, files, secrets, recovery). */
export function useShell<N extends ShellName>(name: N): Run<ShellInput<N>, ShellOutput<N>> {
  const client = useClient();
  return useRun(useCallback((input: ShellInput<N>) => client.shell(name, input), [client, name]));
}

function useRun<I, O>(perform: (input: I) => Promise<Result<O>>): Run<I, O> {
  const [busy, setBusy] = useState(0);
  const [error, setError] = useState<WireError | null>(null);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const run = useCallback(
    async (input: I) => {
      setBusy((count) => count + 1);
      const result = await perform(input);
      if (mounted.current) {
        setBusy((count) => count - 1);
        setError(result.ok ? null : result.error);
      }
      return result;
    },
    [perform],
  );
  const clear = useCallback(() => setError(null), []);
  return useMemo(() => ({ run, busy: busy > 0, error, clear }), [run, busy, error, clear]);
}

const painter = new Painter();

/** A live view for as long as the component is mounted. The handle stays the same when the input changes. */
export function useLive<N extends ViewName>(view: N, input: ViewInput<N>): LiveView<N> {
  const client = useClient();
  const [live] = useState(() => new LiveView(client, painter, view, input));
  live.setInput(input);
  useEffect(() => live.start(), [live]);
  return live;
}

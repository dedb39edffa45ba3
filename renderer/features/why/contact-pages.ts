import { useCallback, useEffect, useState } from 'react';
import type { ContactView } from '../../../shared/contract/index.ts';
import type { Result, WireError } from '../../../shared/errors/index.ts';
import { PartStore, useCommand } from '../../api/index.ts';
import type { CallInput, CallOutput } from '../../api/index.ts';
import type { RowsRequest } from './rows-store.ts';

export const PAGE = 200;

export type ContactLine = ContactView & { key: string };

interface Pages {
  store: PartStore<ContactLine>;
  keys: readonly string[];
  loading: boolean;
  error: WireError | null;
  /** Null: that was all. */
  more: (() => void) | null;
  /** Puts what is known of a customer in place of the mask. */
  reveal(key: string, customer: string | null): void;
  again(): void;
}

type Next = CallOutput<'contacts'>['next'];

/** Contacts of a request page by page, newest first; what was read stays while the next page is asked for. */
export function useContactPages(request: RowsRequest): Pages {
  const { run } = useCommand('contacts');
  const [store] = useState(() => new PartStore<ContactLine>());
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [next, setNext] = useState<Next>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<WireError | null>(null);
  const [round, setRound] = useState(0);

  const take = useCallback(
    (result: Result<CallOutput<'contacts'>>, first: boolean) => {
      setLoading(false);
      setError(result.ok ? null : result.error);
      if (!result.ok) return;
      const lines = result.value.rows.map((row) => ({ ...row, key: `${row.source}/${row.id}` }));
      store.apply(lines, [], first);
      store.flush();
      setKeys([...store.keys()]);
      setNext(result.value.next);
    },
    [store],
  );

  useEffect(() => {
    let current = true;
    const first = async () => {
      const result = await run(inputOf(request, null));
      if (current) take(result, true);
    };
    void first();
    return () => {
      current = false;
    };
  }, [run, request, take, round]);

  const reveal = useCallback(
    (key: string, customer: string | null) => {
      const row = store.get(key);
      if (row === undefined) return;
      store.apply([{ ...row, customer }], [], false);
      store.flush();
    },
    [store],
  );
  const again = useCallback(() => {
    setLoading(true);
    setRound((value) => value + 1);
  }, []);
  const readMore = () => {
    setLoading(true);
    void run(inputOf(request, next)).then((result) => take(result, false));
  };
  return {
    store,
    keys,
    loading,
    error,
    more: next === null || loading ? null : readMore,
    reveal,
    again,
  };
}

function inputOf(request: RowsRequest, after: Next): CallInput<'contacts'> {
  const { from, to, queues, outcomes, agent } = request;
  return {
    from,
    to,
    limit: PAGE,
    ...(queues.length > 0 ? { queues: [...queues] } : {}),
    ...(outcomes.length > 0 ? { outcomes: [...outcomes] } : {}),
    ...(agent === null ? {} : { agent }),
    ...(after === null ? {} : { after }),
  };
}

import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Bench, mortalStore } from '../support.ts';
import { call, iso, rating, ticket } from './fake-data.ts';
import { secretOf, sourceOf, startFake } from './harness.ts';
import type { FakeZendesk } from './fake-server.ts';
import type { Failure } from './fake-server.ts';

/** What may happen to an account while it is read. */
type Event =
  | { kind: 'add'; ticket: number }
  | { kind: 'change'; ticket: number; status: string }
  | { kind: 'delete'; ticket: number }
  | { kind: 'call'; call: number; status: string | null }
  | { kind: 'rate'; rating: number; score: string }
  | { kind: 'fail'; failure: Failure }
  | { kind: 'late-page' };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), ticket: fc.integer({ min: 100, max: 140 }) }),
  fc.record({
    kind: fc.constant('change' as const),
    ticket: fc.integer({ min: 0, max: 30 }),
    status: fc.constantFrom('open', 'pending', 'solved'),
  }),
  fc.record({ kind: fc.constant('delete' as const), ticket: fc.integer({ min: 0, max: 30 }) }),
  fc.record({
    kind: fc.constant('call' as const),
    call: fc.integer({ min: 1, max: 20 }),
    status: fc.constantFrom(null, 'completed', 'abandoned_in_queue'),
  }),
  fc.record({
    kind: fc.constant('rate' as const),
    rating: fc.integer({ min: 700, max: 712 }),
    score: fc.constantFrom('offered', 'good', 'bad'),
  }),
  fc.record({
    kind: fc.constant('fail' as const),
    failure: fc.constantFrom<Failure>('500', 'truncated', 'html', '429', 'reset', '401'),
  }),
  fc.record({ kind: fc.constant('late-page' as const) }),
);

/** A plan of one read: what happens before which request, and where the process dies, if it does. */
const round = fc.record({
  events: fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), event), { maxLength: 6 }),
  kill: fc.option(fc.record({ page: fc.integer({ min: 1, max: 14 }), after: fc.boolean() }), { freq: 2 }),
  exportPage: fc.integer({ min: 1, max: 12 }),
});

describe('any interleaving of pages, crashes, faults and changes', () => {
  const benches: Bench[] = [];
  let fake: FakeZendesk | null = null;

  afterEach(async () => {
    for (const bench of benches.splice(0)) bench.close();
    await fake?.stop();
  });

  it('ends in the store of one clean read', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 3 }), async (rounds) => {
        const bench = new Bench();
        benches.push(bench);
        const server = await startFake(() => bench.clock.now());
        fake = server;
        for (const { events, kill, exportPage } of rounds) {
          server.exportPage = exportPage;
          let asked = 0;
          server.onRequest = () => {
            asked += 1;
            for (const [at, what] of events) if (at === asked) happen(server, what);
          };
          const mortal = kill === null ? null : mortalStore(bench.store, kill);
          await bench.syncOnce(sourceOf(server), secretOf(server), mortal === null ? {} : { store: mortal.store });
          if (mortal?.dead() === true) bench.restart();
          bench.clock.advance(61_000);
        }
        server.onRequest = () => {};
        server.heal();
        bench.clock.advance(120_000);
        await bench.syncOnce(sourceOf(server), secretOf(server));
        const clean = new Bench();
        benches.push(clean);
        clean.clock.set(bench.clock.now());
        await clean.syncOnce(sourceOf(server), secretOf(server));
        expect(bench.dump()).toEqual(clean.dump());
        await server.stop();
        fake = null;
        for (const used of benches.splice(0)) used.close();
      }),
      { numRuns: 20, endOnFailure: false },
    );
  });
});

function happen(server: FakeZendesk, what: Event): void {
  const { tickets } = server.account;
  // A change is stamped with the instant at which it happens, as the vendor does.
  const at = Math.floor(server.now() / 1000);
  const row = 'ticket' in what ? tickets[what.ticket % Math.max(1, tickets.length)] : undefined;
  switch (what.kind) {
    case 'add':
      if (!tickets.some(({ id }) => id === what.ticket)) tickets.push(ticket(what.ticket, at));
      break;
    case 'change':
      if (row !== undefined && row['status'] !== 'deleted') {
        Object.assign(row, { status: what.status, subject: `at ${at}`, generated_timestamp: at });
      }
      break;
    case 'delete':
      if (row !== undefined) Object.assign(row, { status: 'deleted', generated_timestamp: at });
      break;
    case 'call': {
      const { calls } = server.account;
      const known = calls.find(({ id }) => id === what.call);
      const ended = what.status === null ? { duration: null, talk_time: null } : {};
      const fields = { completion_status: what.status, updated_at: iso(at), ...ended };
      if (known === undefined) calls.push(call(what.call, at, fields));
      else Object.assign(known, fields);
      break;
    }
    case 'rate': {
      const { ratings } = server.account;
      const known = ratings.find(({ id }) => id === what.rating);
      if (known === undefined) ratings.push(rating(what.rating, 1, at, { score: what.score, updated_at: iso(at) }));
      else Object.assign(known, { score: what.score, updated_at: iso(at) });
      break;
    }
    case 'fail':
      server.failNext(what.failure);
      break;
    case 'late-page':
      server.failNext('400', { path: 'tickets/cursor' });
      break;
  }
}

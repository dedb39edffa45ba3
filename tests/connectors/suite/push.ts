import { expect } from 'vitest';
import { createConnector } from '../../../electron/connectors/index.ts';
import { startSync } from '../../../electron/sync/index.ts';
import { ManualTimers } from '../../unit/sync/fakes.ts';
import { patientTransport } from '../support.ts';
import type { Bench } from '../support.ts';
import type { FakePush } from '../harness.ts';
import type { Cases, SuiteTools } from './cases.ts';

const PATIENCE_STEPS = 600;

/** A vendor's live push, where it has one. */
export function pushCases(cases: Cases): void {
  cases.add('push-live', 'comes over the socket, and repeated changes nothing', async (tools) => {
    const { bench } = tools;
    await watched(tools, async (push, drive) => {
      await drive(() => push.open() === 1);
      const polls = tools.vendor.requests().length;
      const changed = push.setAgentState(1);
      await drive(() => stateOf(bench, changed) === changed.state);
      // No poll brought it.
      expect(tools.vendor.requests().length).toBe(polls);
      const before = bench.count('agent_states');
      push.repeatLast();
      await drive(() => true, 20);
      expect(bench.count('agent_states')).toEqual(before);
      expect(stateOf(bench, changed)).toBe(changed.state);
    });
  });

  cases.add('push-gap', 'what happened while no socket was open is there after it', async (tools) => {
    const { bench } = tools;
    await watched(tools, async (push, drive) => {
      await drive(() => push.open() === 1);
      const opened = push.opened();
      push.drop();
      const unheard = push.setAgentState(2);
      await drive(() => push.opened() > opened && stateOf(bench, unheard) === unheard.state);
      const heard = push.setAgentState(3);
      await drive(() => stateOf(bench, heard) === heard.state);
      expect(push.open()).toBe(1);
    });
  });
}

type Drive = (until: () => boolean, steps?: number) => Promise<void>;

/** Keeps the vendor read by a running sync while `work` goes on; time passes as the work drives it. */
async function watched(
  { vendor, bench }: SuiteTools,
  work: (push: FakePush, drive: Drive) => Promise<void>,
): Promise<void> {
  const { push } = vendor;
  if (push === undefined) throw new Error('The harness has no push and does not say why.');
  const timers = new ManualTimers(bench.clock);
  const sync = startSync({
    store: bench.store,
    connectors: [{ config: vendor.source, connector: createConnector(vendor.source, vendor.secret) }],
    clock: bench.clock,
    timers,
    random: () => 0.5,
    transport: patientTransport(bench.clock),
  });
  const drive: Drive = async (until, steps = PATIENCE_STEPS) => {
    for (let step = 0; step < steps; step += 1) {
      await timers.advance(100);
      // The sockets are real: their packets take the machine's time.
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (steps === PATIENCE_STEPS && until()) return;
    }
    expect(until(), `${JSON.stringify(sync.status()[0]?.streams)}`).toBe(true);
  };
  try {
    await work(push, drive);
  } finally {
    // Goodbyes wait for time that only the test lets pass.
    const closing = sync.close();
    let closed = false;
    void closing.then(() => {
      closed = true;
    });
    for (let step = 0; step < PATIENCE_STEPS && !closed; step += 1) {
      await timers.advance(500);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await closing;
  }
}

function stateOf(bench: Bench, { agent, platform }: { agent: string; platform: string }): string | null {
  const rows = bench.store.reads.agentStatesAt(Date.UTC(2199, 0));
  const row = rows.find((state) => state.agent === agent && state.platform === platform && state.endAt === null);
  return row?.state ?? null;
}

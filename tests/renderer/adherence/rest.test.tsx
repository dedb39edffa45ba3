import { describe, expect, it, vi } from 'vitest';
import { go } from '../../../renderer/app/route.ts';
import { onWire } from '../helpers.tsx';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';
import { openAdherence } from './open.tsx';

const resting = (bridge: FakeBridge, view: string): readonly string[] | undefined =>
  [...bridge.subscribed.values()].find((entry) => entry.view === view)?.resting;
const patience = { timeout: 20_000 };

describe('while adherence is on screen', () => {
  it('the rows of the floor rest, and so do people on a sub-page that does not show them as they are now', async () => {
    const { bridge } = await openAdherence();
    await vi.waitFor(
      () => expect(resting(bridge, 'floor')).toEqual(['strip', 'queues', 'agents', 'pressure']),
      patience,
    );
    expect(resting(bridge, 'adherence')).toEqual([]);
    const subscribed = () => bridge.subscriptions.filter(({ view }) => view === 'adherence').length;
    const before = subscribed();
    await onWire(() => go('adherence/exceptions'));
    await vi.waitFor(() => expect(resting(bridge, 'adherence')).toContain('people'), patience);
    await onWire(() => go('adherence/now'));
    await vi.waitFor(() => expect(resting(bridge, 'adherence')).not.toContain('people'), patience);
    expect(subscribed()).toBe(before);
  });
});

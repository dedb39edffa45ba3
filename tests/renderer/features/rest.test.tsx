import { describe, expect, it, vi } from 'vitest';
import { useUi } from '../../../renderer/app/state.ts';
import { go } from '../../../renderer/app/route.ts';
import { queueRow } from '../../helpers/fake-floor.ts';
import { giveSize, onWire } from '../helpers.tsx';
import { openFeatures } from './console.tsx';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';

const resting = (bridge: FakeBridge): readonly string[] =>
  [...bridge.subscribed.values()].find(({ view }) => view === 'floor')?.resting ?? [];
const patience = { timeout: 20_000 };

describe('the floor behind another area', () => {
  it('rests but for what the shell shows, and wakes for the search and for the floor', async () => {
    giveSize(1400, 420);
    const { bridge, view } = await openFeatures();
    await view.findAllByRole('grid');
    expect(resting(bridge)).not.toContain('queues');
    expect(resting(bridge)).not.toContain('agents');

    await onWire(() => go('settings'));
    await vi.waitFor(() => expect(resting(bridge)).toEqual(['strip', 'queues', 'agents', 'pressure']), patience);
    // A queue that comes meanwhile is counted all the same.
    const count = () => Number.parseInt(view.container.querySelector('.wf-scope-count')?.textContent ?? '', 10);
    const before = count();
    await onWire(() => bridge.patch('floor', { queues: { upsert: [queueRow('new')] } }));
    await vi.waitFor(() => expect(count()).toBe(before + 1), patience);

    await onWire(() => useUi.setState({ overlay: 'search' }));
    await vi.waitFor(() => expect(resting(bridge)).toEqual(['strip', 'pressure']), patience);
    await onWire(() => useUi.setState({ overlay: null }));
    await vi.waitFor(() => expect(resting(bridge)).toContain('queues'), patience);

    await onWire(() => go('floor'));
    await vi.waitFor(() => expect(resting(bridge)).not.toContain('queues'), patience);
    expect(resting(bridge)).not.toContain('agents');
    expect(resting(bridge)).not.toContain('strip');
  });
});

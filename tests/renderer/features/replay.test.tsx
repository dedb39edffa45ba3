import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useUi } from '../../../renderer/app/state.ts';
import { clamp, onDate, shiftDays } from '../../../renderer/features/replay/days.ts';
import { Seeker } from '../../../renderer/features/replay/seeker.ts';
import { instantOf, startMoment } from '../../../renderer/features/replay/start-moment.ts';
import { boardRow, fakeFloor, FLOOR_AT } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { openFeatures } from './console.tsx';

const QUARTER = 900_000;
const moment = () => useUi.getState().moment;
const press = async (key: string) => {
  fireEvent.keyDown(document.body, { key });
  await settle();
};
const replayFrame = (at: number, speed = 0) => ({
  floor: { ...fakeFloor({ agents: 12 }), board: [boardRow({ mode: 'replay' as const, at, speed })] },
  stamp: { at, asOf: [] },
});

describe('the replay bar', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows the day’s quarter hours by level, and the moment as a slider', async () => {
    await openFeatures();
    expect(document.querySelectorAll('.wf-replay-offered').length).toBeGreaterThan(30);
    expect(document.querySelector('.wf-replay-offered[data-level=warning]')).toBeTruthy();
    expect(screen.getByRole('slider', { name: 'Moment of the day' }).getAttribute('aria-valuetext')).toBe('10:42');
  });

  it('steps to the edge of the quarter hour with [ and on with ], and returns to now with Esc', async () => {
    const { bridge } = await openFeatures();
    await press('[');
    const edge = FLOOR_AT - (FLOOR_AT % QUARTER);
    expect(moment()).toEqual({ kind: 'replay', at: edge, speed: 0 });
    const frame = replayFrame(edge);
    await onWire(() => bridge.snapshot('floor', frame.floor, frame.stamp));
    await press('[');
    expect(moment()).toMatchObject({ at: edge - QUARTER });
    const earlier = replayFrame(edge - QUARTER);
    await onWire(() => bridge.snapshot('floor', earlier.floor, earlier.stamp));
    await press(']');
    expect(moment()).toMatchObject({ at: edge });
    await press('Escape');
    expect(moment()).toEqual({ kind: 'now' });
  });

  it('leaves [ and ] to other areas while they are on screen', async () => {
    await openFeatures({ at: 'sources' });
    await press('[');
    expect(moment()).toEqual({ kind: 'now' });
  });

  it('marks a replay in words, and plays at the speed chosen', async () => {
    const { bridge } = await openFeatures();
    await press('[');
    const { at } = moment() as { at: number };
    const frame = replayFrame(at);
    await onWire(() => bridge.snapshot('floor', frame.floor, frame.stamp));
    expect(document.querySelector('.wf-replay-badge')?.textContent).toBe('Replay');
    fireEvent.click(screen.getByRole('radio', { name: '60×' }));
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    await settle();
    expect(moment()).toMatchObject({ kind: 'replay', speed: 60 });
    fireEvent.click(screen.getByRole('button', { name: 'Hold still' }));
    await settle();
    expect(moment()).toMatchObject({ kind: 'replay', speed: 0 });
  });

  it('moves by the keyboard: minutes, hours, and the ends of the day', async () => {
    await openFeatures();
    const slider = screen.getByRole('slider', { name: 'Moment of the day' });
    fireEvent.keyDown(slider, { key: 'PageDown' });
    await settle();
    expect((moment() as { at: number }).at).toBeGreaterThan(FLOOR_AT - 3_600_000 - 1000);
    expect((moment() as { at: number }).at).toBeLessThanOrEqual(FLOOR_AT - 3_600_000 + 5000);
    fireEvent.keyDown(slider, { key: 'End' });
    await settle();
    expect(moment()).toEqual({ kind: 'now' });
  });

  it('goes to the day before at the same time, within what is stored', async () => {
    await openFeatures();
    fireEvent.click(screen.getByRole('button', { name: 'Day before' }));
    await settle();
    const { at } = moment() as { at: number };
    expect(Math.abs(at - (FLOOR_AT - 86_400_000))).toBeLessThan(5000);
  });

  it('starts at the moment of the command line, read in the reporting zone', async () => {
    await openFeatures({ at: 'floor?replay=1999-02-03T10:00&speed=60' });
    expect(moment()).toEqual({ kind: 'replay', at: Date.UTC(1999, 1, 3, 8), speed: 60 });
    expect(window.location.hash).toBe('#/floor');
  });

  it('says that nothing is stored at the moment asked for, and from when to when there is', async () => {
    const { bridge } = await openFeatures({ at: 'floor?replay=1999-02-03T10:00' });
    const frame = replayFrame(Date.UTC(1999, 1, 3, 8));
    await onWire(() => bridge.snapshot('floor', frame.floor, frame.stamp));
    expect(screen.getByText(/^There is nothing stored at .*1999.*: the data covers .*2025 to .*2026\.$/)).toBeTruthy();
  });

  it('says what is wrong with a moment that is none, and stays at now', async () => {
    await openFeatures({ at: 'floor?replay=yesterday' });
    expect(moment()).toEqual({ kind: 'now' });
    expect(screen.getByText(/“yesterday” is not a moment that can be replayed/)).toBeTruthy();
  });
});

describe('seeks', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('go one at a time, the latest of the rest next', () => {
    const sent: number[] = [];
    const seeker = new Seeker((at) => sent.push(at));
    for (const at of [1, 2, 3, 4]) seeker.seek(at);
    expect(sent).toEqual([1]);
    expect(seeker.wanted).toBe(4);
    seeker.arrived();
    expect(sent).toEqual([1, 4]);
    seeker.arrived();
    expect(seeker.wanted).toBeNull();
  });

  it('do not wait for ever for a picture that does not come', () => {
    const sent: number[] = [];
    const seeker = new Seeker((at) => sent.push(at));
    seeker.seek(1);
    seeker.seek(2);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual([1, 2]);
    seeker.stop();
  });
});

describe('moments', () => {
  it('are read from the address', () => {
    expect(startMoment('#/floor')).toBeNull();
    expect(startMoment('#/floor?replay=1999-02-03T10:00&speed=60')).toEqual({ text: '1999-02-03T10:00', speed: 60 });
    expect(startMoment('#/floor?replay=1999-02-03&speed=fast')).toEqual({ text: '1999-02-03', speed: 1 });
    expect(startMoment('#/floor?replay=x&speed=999999')?.speed).toBe(3600);
  });

  it('have a reason when they are none', () => {
    expect(instantOf('1999-02-30', 'UTC')).toHaveProperty('reason');
    expect(instantOf('1999-02-03T10:00', 'Nowhere/Land')).toHaveProperty('reason');
    expect(instantOf('1999-02-03T10:00', 'UTC')).toEqual({ at: Date.UTC(1999, 1, 3, 10) });
  });

  it('keep the clock time across a change of the clocks', () => {
    const noon = Date.UTC(2026, 2, 28, 11); // 12:00 in Berlin, a day before summer time
    expect(shiftDays(noon, 1, 'Europe/Berlin')).toBe(noon + 23 * 3_600_000);
    expect(onDate(noon, '2026-03-29', 'Europe/Berlin')).toBe(noon + 23 * 3_600_000);
    expect(onDate(noon, 'soon', 'Europe/Berlin')).toBeNull();
    expect(clamp(5, { from: 7, to: 9 })).toBe(7);
  });
});

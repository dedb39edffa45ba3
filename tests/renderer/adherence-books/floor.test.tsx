import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import '../../../renderer/features/details/Details.tsx';
import { adherenceLevel } from '../../../renderer/features/floor/adherence-level.ts';
import { alarmReason } from '../../../renderer/app/alarm-words.ts';
import { subjectKind } from '../../../renderer/features/alarms/order.ts';
import { openSubject } from '../../../renderer/app/state.ts';
import { agentRow, boardRow, FLOOR_AT, ratioOf } from '../../helpers/fake-floor.ts';
import { fakeAdherence } from '../../helpers/fake-adherence.ts';
import { openFeatures } from '../features/console.tsx';
import { giveSize, onWire } from '../helpers.tsx';

const cell = (key: string) =>
  document.querySelector(`[data-key="${key}"] [data-column="adherence"]`) as HTMLElement | null;

describe('adherence on the floor', () => {
  beforeEach(() => giveSize(1400, 420));

  it('tints what lies well below the target and nothing else', () => {
    expect([null, 0.95, 0.89, 0.8, 0.7].map((value) => adherenceLevel(value, 0.92))).toEqual([
      'normal',
      'normal',
      'normal',
      'warning',
      'breach',
    ]);
  });

  it('shows the share, what is planned, who is out and platforms at odds', async () => {
    await openFeatures({
      floor: {
        board: [boardRow()],
        agents: [
          agentRow('1', { adherence: ratioOf(9000, 10_000), scheduled: 'work' }),
          agentRow('2', {
            adherence: ratioOf(6000, 10_000),
            scheduled: 'lunch',
            deviation: { since: FLOOR_AT - 400_000, impact: 'negative' },
            conflict: 'conflict.contactWhileAway',
          }),
          agentRow('3', { adherence: null }),
        ],
      },
    });
    expect(cell('zd/1')?.textContent).toBe('90%');
    expect(cell('zd/1')?.querySelector('[data-tip]')?.getAttribute('data-tip')).toContain('Planned now: Work');
    expect(cell('zd/2')?.querySelector('[data-level="breach"]')).toBeTruthy();
    expect(cell('zd/2')?.textContent).toMatch(/Out of adherence since \d\d:\d\d, hurts/);
    expect(cell('zd/2')?.textContent).toContain('A contact is open while another platform says away');
    expect(cell('zd/3')?.querySelector('abbr')?.title).toBe('Nobody sent a schedule for this person today');
  });

  it('says the alarm in time and takes it for an agent’s', () => {
    const alarm = { rule: 'adherence', reason: 'alarm.adherence.reason', value: 754, limit: 300 };
    expect(alarmReason(alarm)).toContain('12:34');
    expect(subjectKind(alarm)).toBe('agent');
  });

  it('tells the plan and every platform in the details', async () => {
    const [person] = fakeAdherence({}).people.filter(({ day }) => day.lanes.length > 1);
    if (person === undefined) throw new Error('The fake team has nobody on two platforms.');
    const { bridge } = await openFeatures({
      floor: { board: [boardRow()], agents: [agentRow('x', { key: person.row.key, name: person.row.name })] },
      prepare: (fake) => fake.handle('adherenceDay', () => person.day),
    });
    await onWire(() => openSubject({ kind: 'agent', key: person.row.key }));
    expect(await screen.findByText('Planned now')).toBeTruthy();
    const platforms = document.querySelectorAll('.wf-details-platforms li');
    expect(platforms).toHaveLength(person.day.lanes.length);
    expect(bridge.calls.some(({ name }) => name === 'adherenceDay')).toBe(true);
  });
});

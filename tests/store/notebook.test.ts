import { describe, expect, test } from 'vitest';
import type { AlarmEntry } from '../../electron/store/api.ts';
import { MINUTE, MORNING, tempFolder, tempStore } from '../helpers/store.ts';

const alarm: AlarmEntry = {
  at: MORNING,
  key: 'longest-wait:zd/12',
  rule: 'longest-wait',
  subject: 'zd/12',
  event: 'raised',
  level: 'breach',
  value: 61.5,
  limit: 40,
  actor: null,
  note: null,
};

describe('settings', () => {
  test('are JSON by dotted key; null takes one away; each change is in the audit trail', () => {
    const { notebook } = tempStore();
    expect(notebook.setting('locale')).toBeNull();
    notebook.saveSetting('locale', 'de', 'Ada');
    notebook.saveSetting('locale', { nested: [1, null, 'x'] }, 'Bob');
    expect(notebook.setting('locale')).toEqual({ nested: [1, null, 'x'] });
    notebook.saveSetting('locale', null, 'Ada');
    expect(notebook.setting('locale')).toBeNull();
    expect(notebook.auditTrail(2)).toEqual([
      {
        at: MORNING,
        actor: 'Ada',
        action: 'setting-saved',
        subject: 'locale',
        detail: { before: { nested: [1, null, 'x'] }, after: null },
      },
      {
        at: MORNING,
        actor: 'Bob',
        action: 'setting-saved',
        subject: 'locale',
        detail: { before: 'de', after: { nested: [1, null, 'x'] } },
      },
    ]);
  });

  test('are listed by prefix, which is no pattern', () => {
    const { notebook } = tempStore();
    for (const key of ['queue.a', 'queue.b', 'queue%', 'queues', 'zone']) notebook.saveSetting(key, key, 'Ada');
    expect(notebook.settings('queue.')).toEqual({ 'queue.a': 'queue.a', 'queue.b': 'queue.b' });
    expect(notebook.settings('queue%')).toEqual({ 'queue%': 'queue%' });
    expect(Object.keys(notebook.settings(''))).toHaveLength(5);
  });
});

describe('alarms', () => {
  test('are kept newest first, by span and subject, and survive a restart', () => {
    const directory = tempFolder();
    const first = tempStore({ directory });
    first.notebook.appendAlarm(alarm);
    first.notebook.appendAlarm({ ...alarm, event: 'acknowledged', actor: 'Ada', note: 'on it', value: null });
    first.notebook.appendAlarm({ ...alarm, at: MORNING + MINUTE, subject: 'floor' });
    first.close();
    const { notebook } = tempStore({ directory });
    const span = { from: MORNING, to: MORNING + 2 * MINUTE, limit: 10 };
    expect(notebook.alarmHistory(span).map((entry) => [entry.subject, entry.event])).toEqual([
      ['floor', 'raised'],
      ['zd/12', 'acknowledged'],
      ['zd/12', 'raised'],
    ]);
    expect(notebook.alarmHistory({ ...span, subject: 'zd/12' })[1]).toEqual(alarm);
    expect(notebook.alarmHistory({ ...span, to: MORNING + MINUTE })).toHaveLength(2);
    expect(notebook.alarmHistory({ ...span, limit: 1 })).toHaveLength(1);
  });

  test('written together stand together or not at all', () => {
    const { notebook } = tempStore();
    const span = { from: MORNING, to: MORNING + MINUTE, limit: 10 };
    const both = notebook.together(() => {
      notebook.appendAlarm(alarm);
      notebook.appendAlarm({ ...alarm, event: 'escalated' });
      return 2;
    });
    expect(both).toBe(2);
    expect(() =>
      notebook.together(() => {
        notebook.appendAlarm({ ...alarm, event: 'cleared' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(notebook.alarmHistory(span).map((entry) => entry.event)).toEqual(['escalated', 'raised']);
  });

  test('have one mark each; a mark of nothing is none', () => {
    const { notebook } = tempStore();
    const mark = { key: 'k', acknowledgedAt: MORNING, acknowledgedBy: 'Ada', snoozedUntil: null };
    notebook.saveAlarmMark(mark);
    notebook.saveAlarmMark({ ...mark, snoozedUntil: MORNING + MINUTE });
    expect(notebook.alarmMarks()).toEqual([{ ...mark, snoozedUntil: MORNING + MINUTE }]);
    notebook.saveAlarmMark({ key: 'k', acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null });
    expect(notebook.alarmMarks()).toEqual([]);
  });
});

test('the audit trail takes any detail, and the outbox begins empty', () => {
  const { notebook } = tempStore();
  notebook.audit({ at: MORNING, actor: 'Ada', action: 'unmasked', subject: 'zd/c1', detail: { field: 'customer' } });
  expect(notebook.auditTrail(10)).toEqual([
    { at: MORNING, actor: 'Ada', action: 'unmasked', subject: 'zd/c1', detail: { field: 'customer' } },
  ]);
  expect(notebook.outboxCount()).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { adherence, combineShrinkage, conformance, deviationsOf } from '../../../../shared/domain/adherence/index.ts';
import { requiredWithShrinkage } from '../../../../shared/domain/kpis.ts';
import { at, excuse, monday, planned, stay, words } from './world.ts';
import type { Rules } from './world.ts';

const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);

describe('the published examples, to their printed digits', () => {
  test('lunch half an hour early: 87.5 % of all, 92.9 % of what is productive, conformance 100 %', () => {
    const { counts, segments } = monday(
      [planned('work', '9:00', '12:00'), planned('lunch', '12:00', '13:00'), planned('work', '13:00', '17:00')],
      [stay('available', '9:00', '11:30'), stay('lunch', '11:30', '12:30'), stay('available', '12:30', '17:00')],
    );
    expect(adherence(counts).value).toBe(0.875);
    expect(percent(adherence(counts, 'productive').value)).toBe('92.9 %');
    expect(conformance(counts).value).toBe(1);
    expect(deviationsOf(segments).map(words)).toEqual([
      '11:30–12:00 work/lunch negative',
      '12:30–13:00 lunch/available positive',
    ]);
  });

  test('a quarter of an hour late and as long after the end: 75 % and 100 %', () => {
    const { counts, segments } = monday([planned('work', '9:00', '10:00')], [stay('available', '9:15', '10:15')]);
    expect(adherence(counts).value).toBe(0.75);
    expect(conformance(counts).value).toBe(1);
    expect(deviationsOf(segments).map(words)).toEqual([
      '9:00–9:15 work/offline negative',
      '10:00–10:15 nothing/available positive',
    ]);
  });

  test('shrinkage: 70 needed at 30 % is 100, 100 needed is 142.857', () => {
    expect(requiredWithShrinkage(70, 0.3)).toBeCloseTo(100, 10);
    expect(requiredWithShrinkage(100, 0.3).toFixed(3)).toBe('142.857');
    expect(requiredWithShrinkage(70, combineShrinkage([0.1, 0.2], 'additive'))).toBeCloseTo(100, 10);
    expect(combineShrinkage([0.1, 0.2], 'multiplicative')).toBeCloseTo(0.28, 12);
  });
});

/** Work 9–12 with a break 10:00–10:15 in it. */
const MORNING = [
  planned('work', '9:00', '10:00'),
  planned('break', '10:00', '10:15'),
  planned('work', '10:15', '12:00'),
];

function morning(stays: ReturnType<typeof stay>[], rules: Rules = {}): string[] {
  const { segments } = monday(MORNING, stays, rules);
  return deviationsOf(segments, { exceptions: rules.exceptions }).map(words);
}

describe('tolerance', () => {
  const early = [
    stay('available', '9:00', '9:58'),
    stay('break', '9:58', '10:13'),
    stay('available', '10:13', '12:00'),
  ];
  const late = [
    stay('available', '9:00', '10:02'),
    stay('break', '10:02', '10:17'),
    stay('available', '10:17', '12:00'),
  ];

  test.each([
    ['two minutes early', early],
    ['two minutes late', late],
  ])('of the break lets pass a break %s', (_, stays) => {
    const { counts } = monday(MORNING, stays, { tolerance: { break: 120 } });
    expect(adherence(counts).value).toBe(1);
    expect(morning(stays, { tolerance: { break: 120 } })).toEqual([]);
    expect(monday(MORNING, stays).counts.unmatched).toBe(240);
  });

  test('counts all of a deviation that is longer', () => {
    const stays = [
      stay('available', '9:00', '10:00'),
      stay('break', '10:00', '10:18'),
      stay('available', '10:18', '12:00'),
    ];
    expect(monday(MORNING, stays, { tolerance: { break: 120 } }).counts.unmatched).toBe(180);
  });

  test('of the break does not reach a break in the midst of work, that of work does', () => {
    const stays = [
      stay('available', '9:00', '9:30'),
      stay('break', '9:30', '9:32'),
      stay('available', '9:32', '10:00'),
      stay('break', '10:00', '10:15'),
      stay('available', '10:15', '12:00'),
    ];
    expect(morning(stays, { tolerance: { break: 120 } })).toEqual(['9:30–9:32 work/break negative']);
    expect(morning(stays, { tolerance: { work: 120 } })).toEqual([]);
  });

  test('two short deviations in a row are one that is too long', () => {
    const stays = [
      stay('away', '9:00', '9:02'),
      stay('meeting', '9:02', '9:04'),
      stay('available', '9:04', '10:00'),
      stay('break', '10:00', '10:15'),
      stay('available', '10:15', '12:00'),
    ];
    expect(monday(MORNING, stays, { tolerance: { work: 180 } }).counts.unmatched).toBe(240);
    expect(monday(MORNING, stays, { tolerance: { work: 240 } }).counts.unmatched).toBe(0);
  });

  test('an early start within it is no deviation, but the time is worked', () => {
    const { counts, segments } = monday([planned('work', '9:00', '10:00')], [stay('available', '8:59', '10:00')], {
      tolerance: { work: 60 },
    });
    expect(deviationsOf(segments)).toEqual([]);
    expect(counts.worked).toBe(3660);
    expect(counts.positive).toBe(0);
  });
});

describe('a contact that began before the break', () => {
  test('is excused with its wrap, and so is as much at the end', () => {
    const stays = [
      stay('on-contact', '9:00', '10:04'),
      stay('wrap', '10:04', '10:05'),
      stay('break', '10:05', '10:20'),
      stay('available', '10:20', '12:00'),
    ];
    const { counts } = monday(MORNING, stays);
    expect(morning(stays)).toEqual([
      '10:00–10:04 break/on-contact positive (contact-overrun)',
      '10:04–10:05 break/wrap positive (contact-overrun)',
      '10:15–10:20 work/break negative (overrun-carried)',
    ]);
    expect([counts.unmatched, counts.excused, counts.negative, counts.positive]).toEqual([0, 600, 0, 0]);
    expect(adherence(counts).value).toBe(1);
  });

  test('carries never more than it ran over', () => {
    const stays = [
      stay('on-contact', '9:00', '10:05'),
      stay('break', '10:05', '10:25'),
      stay('available', '10:25', '12:00'),
    ];
    expect(morning(stays)).toEqual([
      '10:00–10:05 break/on-contact positive (contact-overrun)',
      '10:15–10:20 work/break negative (overrun-carried)',
      '10:20–10:25 work/break negative',
    ]);
    expect(morning(stays, { tolerance: { break: 300 } })).toEqual([
      '10:15–10:20 work/break negative (overrun-carried)',
    ]);
  });

  test('may swallow the break: it is then taken whole when the contact is over', () => {
    const stays = [
      stay('on-contact', '9:00', '10:20'),
      stay('break', '10:20', '10:35'),
      stay('available', '10:35', '12:00'),
    ];
    expect(morning(stays)).toEqual([
      '10:00–10:15 break/on-contact positive (contact-overrun)',
      '10:20–10:35 work/break negative (overrun-carried)',
    ]);
  });

  test('that began with the break, or after it, is none', () => {
    const stays = [
      stay('available', '9:00', '10:00'),
      stay('on-contact', '10:00', '10:05'),
      stay('break', '10:05', '10:20'),
      stay('available', '10:20', '12:00'),
    ];
    expect(morning(stays)).toEqual(['10:00–10:05 break/on-contact positive', '10:15–10:20 work/break negative']);
  });

  test('excuses no break that is begun after its planned end, once the contact was over', () => {
    const stays = [
      stay('on-contact', '9:00', '10:05'),
      stay('available', '10:05', '10:20'),
      stay('break', '10:20', '10:35'),
      stay('available', '10:35', '12:00'),
    ];
    expect(morning(stays)).toContain('10:20–10:35 work/break negative');
  });

  test('excuses no break that is taken some time later', () => {
    const stays = [
      stay('on-contact', '9:00', '10:20'),
      stay('available', '10:20', '11:00'),
      stay('break', '11:00', '11:15'),
      stay('available', '11:15', '12:00'),
    ];
    expect(morning(stays)).toContain('11:00–11:15 work/break negative');
  });

  test('is another thing than the next contact, or than being available', () => {
    const next = [
      stay('on-contact', '9:00', '10:04'),
      stay('on-contact', '10:04', '10:15'),
      stay('available', '10:15', '12:00'),
    ];
    expect(morning(next)).toEqual([
      '10:00–10:04 break/on-contact positive (contact-overrun)',
      '10:04–10:15 break/on-contact positive',
    ]);
    const begun = [
      stay('available', '9:00', '10:01'),
      stay('on-contact', '10:01', '10:15'),
      stay('available', '10:15', '12:00'),
    ];
    expect(morning(begun).filter((line) => line.includes('('))).toEqual([]);
  });

  test('on another platform is one contact, although another platform spoke last', () => {
    const stays = [
      stay('on-contact', '9:40', '10:05', 'phone'),
      stay('available', '9:00', '9:50', 'chat'),
      stay('break', '9:59', '10:20', 'chat'),
      stay('available', '10:20', '12:00', 'chat'),
    ];
    expect(morning(stays).filter((line) => line.includes('('))).toEqual([
      '10:00–10:05 break/on-contact positive (contact-overrun)',
      '10:15–10:20 work/break negative (overrun-carried)',
    ]);
  });
});

describe('exceptions', () => {
  const stays = [
    stay('available', '9:30', '10:00'),
    stay('break', '10:00', '10:15'),
    stay('available', '10:15', '12:00'),
  ];

  test('excuse what deviates within them, with their words, and nothing else', () => {
    const rules = { exceptions: [excuse('9:10', '9:40', 'train strike')] };
    expect(morning(stays, rules)).toEqual([
      '9:00–9:10 work/offline negative',
      '9:10–9:30 work/offline negative (train strike)',
    ]);
    const { counts } = monday(MORNING, stays, rules);
    expect([counts.unmatched, counts.excused, counts.negative]).toEqual([600, 1200, 600]);
  });

  test('excuse what is not known', () => {
    const { counts } = monday(MORNING, [], { silence: 'unknown', exceptions: [excuse('9:00', '10:00', 'outage')] });
    expect([counts.excused, counts.unknown]).toEqual([3600, 7200]);
    expect(adherence(counts).value).toBe(1);
  });

  test('overlapping ones: the one that begins first holds, in whatever order they are given', () => {
    const two = [excuse('9:05', '9:20', 'second', 'b'), excuse('9:00', '9:10', 'first', 'a')];
    const lines = ['9:00–9:10 work/offline negative (first)', '9:10–9:20 work/offline negative (second)'];
    expect(morning(stays, { exceptions: two })).toEqual([...lines, '9:20–9:30 work/offline negative']);
    expect(morning(stays, { exceptions: [...two].reverse() })).toEqual([...lines, '9:20–9:30 work/offline negative']);
  });
});

describe('who is judged how', () => {
  test('working while off, or outside the plan, helps; what else one does there is no matter', () => {
    const { counts, segments } = monday(
      [planned('off', '0:00', '9:00'), planned('work', '9:00', '10:00')],
      [
        stay('away', '7:00', '8:00'),
        stay('on-contact', '8:00', '9:00'),
        stay('available', '9:00', '10:00'),
        stay('away', '10:00', '11:00'),
      ],
    );
    expect(deviationsOf(segments).map(words)).toEqual(['8:00–9:00 off/on-contact positive']);
    expect(counts).toMatchObject({ scheduled: 3600, matched: 3600, worked: 7200, positive: 3600, unmatched: 0 });
    expect([adherence(counts).value, conformance(counts).value]).toEqual([1, 2]);
  });

  test('nobody plans this person: what is done is worked, nothing deviates, ratios are no data', () => {
    const { counts, segments } = monday([], [stay('on-contact', '9:00', '10:00'), stay('break', '10:00', '11:00')]);
    expect(deviationsOf(segments)).toEqual([]);
    expect(counts.worked).toBe(3600);
    expect([adherence(counts).value, adherence(counts, 'productive').value, conformance(counts).value]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('no state at all is offline where the sources are fresh, and not known where they are not', () => {
    expect(monday(MORNING, []).counts).toMatchObject({ scheduled: 10_800, unmatched: 10_800, unknown: 0 });
    const { counts, segments } = monday(MORNING, [], { silence: 'unknown' });
    expect(counts).toMatchObject({ scheduled: 10_800, unmatched: 0, unknown: 10_800 });
    expect(adherence(counts).value).toBeNull();
    expect(deviationsOf(segments)).toEqual([]);
  });

  test('time in which no source spoke is left out of the ratio', () => {
    const blind = [{ startAt: at('9:15'), endAt: at('9:45') }];
    const { counts } = monday([planned('work', '9:00', '10:00')], [stay('available', '9:00', '9:50')], { blind });
    expect(counts).toMatchObject({ matched: 1200, unmatched: 600, unknown: 1800 });
    expect(adherence(counts).value).toBeCloseTo(2 / 3, 12);
  });

  test('asking for help is working; mail instead of calls is neutral', () => {
    const { counts, segments } = monday(
      [planned('work', '9:00', '10:00')],
      [stay('help', '9:00', '9:30'), stay('back-office', '9:30', '10:00')],
    );
    expect(counts).toMatchObject({ matched: 1800, unmatched: 1800, worked: 3600, negative: 0 });
    expect(deviationsOf(segments).map(words)).toEqual(['9:30–10:00 work/back-office neutral']);
  });

  test('a deviation that lasts has no end', () => {
    const nowAt = at('9:20');
    const { segments } = monday(MORNING, [stay('available', '9:00', '9:10'), stay('away', '9:10', null)], { nowAt });
    expect(deviationsOf(segments, { openAt: nowAt }).map(words)).toEqual(['9:10–… work/away negative']);
  });

  test('states of one activity can be told as one deviation, by the state that lasted longest', () => {
    const stays = [
      stay('available', '9:00', '10:00'),
      stay('available', '10:00', '10:03'),
      stay('on-contact', '10:03', '10:12'),
      stay('wrap', '10:12', '10:15'),
      stay('available', '10:15', '12:00'),
    ];
    const { segments } = monday(MORNING, stays);
    expect(deviationsOf(segments, { join: 'activity' }).map(words)).toEqual(['10:00–10:15 break/on-contact positive']);
    expect(deviationsOf(segments)).toHaveLength(3);
  });
});

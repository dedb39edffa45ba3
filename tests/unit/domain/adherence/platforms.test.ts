import { describe, expect, test } from 'vitest';
import { personStates, platformLane } from '../../../../shared/domain/adherence/index.ts';
import type { PersonState, PlatformStay } from '../../../../shared/domain/adherence/index.ts';
import { at, clock, stay } from './world.ts';

const words = (states: readonly PersonState[]): string[] =>
  states.map(({ state, platform, startAt, endAt, conflict }) => {
    const marked = conflict === null ? '' : ` !${conflict.replace('conflict.', '')}`;
    return `${clock(startAt)}–${clock(endAt)} ${state ?? 'unknown'} ${platform ?? '–'}${marked}`;
  });

const states = (stays: readonly PlatformStay[], order: readonly string[] = [], until = '12:00'): string[] =>
  words(personStates(stays, { untilAt: at(until), order }));

describe('one platform', () => {
  test('a stay without an end lasts to the next one, the last of them to now', () => {
    expect(
      states([stay('available', '9:00', null), stay('on-contact', '10:00', null), stay('wrap', '11:00', null)]),
    ).toEqual(['9:00–10:00 available phone', '10:00–11:00 on-contact phone', '11:00–12:00 wrap phone']);
  });

  test('after a stay that ended nothing is said, also where an older one was never ended', () => {
    expect(states([stay('lunch', '9:00', null), stay('available', '10:00', '11:00')])).toEqual([
      '9:00–10:00 lunch phone',
      '10:00–11:00 available phone',
    ]);
  });

  test('a stay within another one covers it for as long as it lasts', () => {
    expect(states([stay('available', '9:00', '11:00'), stay('on-contact', '9:30', '9:40')])).toEqual([
      '9:00–9:30 available phone',
      '9:30–9:40 on-contact phone',
      '9:40–11:00 available phone',
    ]);
  });

  test('contacts that overlap are one stay that began with the first of them', () => {
    const lane = platformLane([stay('on-contact', '9:00', '9:30'), stay('on-contact', '9:10', '9:50')], at('12:00'));
    expect(lane.map(({ sinceAt }) => clock(sinceAt))).toEqual(['9:00']);
    expect(words(lane)).toEqual(['9:00–9:50 on-contact phone']);
  });

  test('nothing is said after now, and a stay of no length says nothing', () => {
    expect(states([stay('available', '9:00', '10:00'), stay('away', '9:30', '9:30')], [], '9:45')).toEqual([
      '9:00–9:45 available phone',
    ]);
    expect(states([stay('available', '9:00', null)], [], '8:00')).toEqual([]);
  });
});

describe('several platforms without an order', () => {
  test('an open contact wins, then a reason, then available, then offline', () => {
    expect(
      states([
        stay('on-contact', '9:00', '9:10', 'phone'),
        stay('wrap', '9:10', '9:15', 'phone'),
        stay('available', '9:15', '10:00', 'phone'),
        stay('available', '9:00', '9:20', 'chat'),
        stay('break', '9:20', '9:30', 'chat'),
        stay('offline', '9:30', '10:30', 'chat'),
      ]),
    ).toEqual([
      '9:00–9:10 on-contact phone !contactWhileAvailable',
      '9:10–9:15 wrap phone !contactWhileAvailable',
      '9:15–9:20 available chat',
      '9:20–9:30 break chat !readyWhileAway',
      '9:30–10:00 available phone',
      '10:00–10:30 offline chat',
    ]);
  });

  test('an idle tab left online earns nothing', () => {
    expect(states([stay('available', '9:00', '12:00', 'tab'), stay('lunch', '10:00', '12:00', 'phone')])).toEqual([
      '9:00–10:00 available tab',
      '10:00–12:00 lunch phone !readyWhileAway',
    ]);
  });

  test('of two reasons the one stated last holds', () => {
    expect(states([stay('meeting', '9:00', '11:00', 'a'), stay('break', '10:00', '10:30', 'b')])).toEqual([
      '9:00–10:00 meeting a',
      '10:00–10:30 break b',
      '10:30–11:00 meeting a',
    ]);
  });

  test.each([[[]], [['chat', 'phone']]])('of two contacts the one open for longest holds (order %j)', (order) => {
    expect(
      states([stay('on-contact', '9:00', '10:00', 'phone'), stay('on-contact', '9:30', '10:30', 'chat')], order),
    ).toEqual(['9:00–10:00 on-contact phone', '10:00–10:30 on-contact chat']);
  });

  test('a contact while another platform says break is the graver contradiction', () => {
    expect(
      states([
        stay('on-contact', '9:00', '10:00', 'a'),
        stay('break', '9:00', '10:00', 'b'),
        stay('available', '9:00', '10:00', 'c'),
      ]),
    ).toEqual(['9:00–10:00 on-contact a !contactWhileAway']);
  });

  test('on queue and in a call, in one system, is no contradiction', () => {
    expect(
      states([stay('available', '9:00', '10:00', 'gc/presence'), stay('on-contact', '9:00', '10:00', 'gc/acd')]),
    ).toEqual(['9:00–10:00 on-contact gc/acd']);
  });
});

describe('several platforms with an order', () => {
  test('the first that is not offline decides', () => {
    const stays = [
      stay('offline', '9:00', '10:00', 'phone'),
      stay('meeting', '10:00', '11:00', 'phone'),
      stay('break', '9:00', '11:30', 'chat'),
    ];
    expect(states(stays, ['phone', 'chat'])).toEqual([
      '9:00–10:00 break chat',
      '10:00–11:00 meeting phone',
      '11:00–11:30 break chat',
    ]);
    expect(states(stays, ['chat'])).toEqual(['9:00–11:30 break chat']);
  });

  test('available gives way to a contact elsewhere, a reason does not', () => {
    const contact = stay('on-contact', '9:20', '9:40', 'chat');
    expect(states([stay('available', '9:00', '10:00', 'phone'), contact], ['phone', 'chat'])).toEqual([
      '9:00–9:20 available phone',
      '9:20–9:40 on-contact chat !contactWhileAvailable',
      '9:40–10:00 available phone',
    ]);
    expect(states([stay('lunch', '9:00', '10:00', 'phone'), contact], ['phone', 'chat'])).toEqual([
      '9:00–9:20 lunch phone',
      '9:20–9:40 lunch phone !contactWhileAway',
      '9:40–10:00 lunch phone',
    ]);
  });

  test('available of the first holds over a reason of the second: that is what the order is for', () => {
    expect(
      states([stay('available', '9:00', '10:00', 'phone'), stay('away', '9:00', '10:00', 'chat')], ['phone']),
    ).toEqual(['9:00–10:00 available phone !readyWhileAway']);
  });

  test('platforms that it does not name come after, in order of name', () => {
    const stays = [
      stay('meeting', '9:00', '10:00', 'b'),
      stay('training', '9:00', '10:00', 'a'),
      stay('break', '9:00', '10:00', 'z'),
    ];
    expect(states(stays, ['z'])).toEqual(['9:00–10:00 break z']);
    expect(states(stays, ['nobody'])).toEqual(['9:00–10:00 training a']);
  });
});

test('where no source spoke nothing is known, whatever was said before', () => {
  const blind = [
    { startAt: at('9:30'), endAt: at('10:00') },
    { startAt: at('11:00'), endAt: at('11:30') },
  ];
  expect(words(personStates([stay('available', '9:00', '10:30')], { untilAt: at('12:00'), blind }))).toEqual([
    '9:00–9:30 available phone',
    '9:30–10:00 unknown –',
    '10:00–10:30 available phone',
    '11:00–11:30 unknown –',
  ]);
});

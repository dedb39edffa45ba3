import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedMappings } from '../../../electron/files/library.ts';
import { parseMapping } from '../../../electron/files/mapping.ts';
import { RowMapper } from '../../../electron/files/row-mapper.ts';
import type { ContactRecord } from '../../../shared/domain/records.ts';

const HEADER =
  'vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome ser_start ser_exit ser_time server'.split(
    ' ',
  );
const mapping = parseMapping(JSON.parse(readFileSync(join(shippedMappings(), 'anonymous-bank.json'), 'utf8')), 'bank');
const mapper = new RowMapper(mapping, HEADER);

interface Read {
  contact: ContactRecord;
  repairs: string[];
}

/** An invented call, blanks between its 17 cells; `_` inside a cell stands for a blank. */
function read(cells: string): Read {
  const text = cells.trim().split(/ +/).join('\t').replaceAll('_', ' ').replaceAll('NO SERVER', 'NO_SERVER');
  const mapped = mapper.map({ text, line: 2, problem: null, length: text.length, ended: true });
  if (mapped.kind === 'reject') throw new Error(mapped.reason);
  if (mapped.record.entity !== 'contact') throw new Error('not a contact');
  return { contact: mapped.record, repairs: [...mapped.repairs].sort() };
}

/** Winter in Israel is UTC+2. */
function at(local: string): number {
  return Date.parse(`${local}+02:00`);
}

describe('the mapping of the bank files', () => {
  it('reads a call that waited and was served', () => {
    const { contact, repairs } = read(
      'AA0101 900001 555 2 PS 990203 10:00:00 10:00:06 6 10:00:06 10:01:00 54 AGENT 10:00:59 10:03:00 121 RUTH',
    );
    expect(repairs).toEqual([]);
    expect(contact).toMatchObject({
      entity: 'contact',
      id: 'AA0101-900001-990203',
      channel: 'voice',
      direction: 'inbound',
      queue: 'PS',
      agent: 'RUTH',
      customerKey: '555',
      createdAt: at('1999-02-03T10:00:00'),
      queuedAt: at('1999-02-03T10:00:06'),
      answeredAt: at('1999-02-03T10:00:59'),
      endedAt: at('1999-02-03T10:03:00'),
      vruSeconds: 6,
      queueSeconds: 54,
      talkSeconds: 121,
      holdSeconds: null,
      wrapSeconds: null,
      outcome: 'answered',
    });
  });

  it('takes 0:00:00 for no time: a call served at once never queued', () => {
    const { contact } = read(
      'AA0101 900002 0 0 NW 990203 10:00:00 10:00:09 9 0:00:00 0:00:00 0 AGENT 10:00:08 10:02:08 120 RUTH',
    );
    expect(contact).toMatchObject({ queuedAt: null, queueSeconds: 0, customerKey: null, outcome: 'answered' });
  });

  it('tells abandoned from left before the queue', () => {
    const waited = read(
      'AA0101 900003 0 0 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:36 30 HANG 0:00:00 0:00:00 0 NO_SERVER',
    ).contact;
    expect(waited).toMatchObject({
      outcome: 'abandoned',
      agent: null,
      endedAt: at('1999-02-03T10:00:36'),
      queueSeconds: 30,
    });
    expect(waited).toMatchObject({ answeredAt: null, talkSeconds: null });
    const left = read(
      'AA0101 900004 0 0 PS 990203 10:00:00 10:00:11 11 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
    ).contact;
    expect(left).toMatchObject({ outcome: 'left-before-queue', queuedAt: null, endedAt: at('1999-02-03T10:00:11') });
    const atOnce = read(
      'AA0101 900005 0 0 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:06 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
    ).contact;
    expect(atOnce).toMatchObject({ outcome: 'left-before-queue', queuedAt: at('1999-02-03T10:00:06') });
  });

  it('keeps phantom calls apart and their service time in the kept line only', () => {
    const { contact } = read(
      'AA0101 900006 7 1 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:36 30 PHANTOM 10:00:35 10:00:45 10 NO_SERVER',
    );
    expect(contact).toMatchObject({ outcome: 'excluded', talkSeconds: null, answeredAt: null, agent: null });
    expect(contact.raw).toContain('\tPHANTOM\t10:00:35\t10:00:45\t10\t');
  });

  it('keeps a hang-up with service time as an abandoned call without talk', () => {
    const { contact } = read(
      'AA0101 900007 7 1 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:36 30 HANG 10:00:36 10:05:00 264 NO_SERVER',
    );
    expect(contact).toMatchObject({ outcome: 'abandoned', talkSeconds: null, endedAt: at('1999-02-03T10:00:36') });
  });

  it('places clocks past midnight on the next day', () => {
    const late = read(
      'AA0101 900008 7 1 PS 990203 23:59:20 23:59:26 6 23:59:26 0:00:10 44 AGENT 0:00:09 0:01:20 71 RUTH',
    );
    expect(late.repairs).toEqual(['past-midnight']);
    expect(late.contact).toMatchObject({
      queuedAt: at('1999-02-03T23:59:26'),
      answeredAt: at('1999-02-04T00:00:09'),
      endedAt: at('1999-02-04T00:01:20'),
      queueSeconds: 44,
      talkSeconds: 71,
    });
    const newYear = read(
      'AA0101 900009 0 0 PS 991231 23:55:00 23:55:09 9 0:00:00 0:00:00 0 AGENT 23:55:08 0:02:00 412 RUTH',
    );
    expect(newYear.contact.endedAt).toBe(at('2000-01-01T00:02:00'));
  });

  it('takes 0:00:00 for midnight where the duration beside it says so', () => {
    const queued = read(
      'AA0101 900010 7 1 PS 990203 23:59:54 23:59:54 0 0:00:00 0:00:27 27 AGENT 0:00:26 0:01:33 67 RUTH',
    );
    expect(queued.repairs).toEqual(['midnight-clock', 'past-midnight']);
    expect(queued.contact.queuedAt).toBe(at('1999-02-04T00:00:00'));
    const ended = read(
      'AA0101 900011 0 0 PS 990203 23:50:00 23:50:09 9 0:00:00 0:00:00 0 AGENT 23:50:08 0:00:00 592 RUTH',
    );
    expect(ended.contact).toMatchObject({ endedAt: at('1999-02-04T00:00:00'), queuedAt: null, talkSeconds: 592 });
  });

  it('keeps a negative time in the VRU as no data', () => {
    const { contact, repairs } = read(
      'AA0101 900012 7 1 PS 990203 10:01:00 10:00:20 -40 10:00:20 10:01:30 70 AGENT 10:01:29 10:03:29 120 RUTH',
    );
    expect(repairs).toEqual(['negative-vru-time']);
    expect(contact).toMatchObject({
      vruSeconds: null,
      createdAt: at('1999-02-03T10:01:00'),
      queuedAt: at('1999-02-03T10:00:20'),
    });
    const left = read(
      'AA0101 900013 0 0 PS 990203 10:01:00 10:00:20 -40 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
    );
    expect(left.repairs).toEqual(['end-before-entry', 'negative-vru-time']);
    expect(left.contact.endedAt).toBe(left.contact.createdAt);
  });

  it('takes an answered call without clocks as answered when its wait was over', () => {
    const { contact, repairs } = read(
      'AA0101 900014 7 1 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:41 35 AGENT 0:00:00 0:00:00 0 RUTH',
    );
    expect(repairs).toEqual(['answer-clock-missing']);
    expect(contact).toMatchObject({ outcome: 'answered', answeredAt: at('1999-02-03T10:00:41'), talkSeconds: 0 });
    expect(contact.endedAt).toBe(contact.answeredAt);
  });

  it('measures a service without a start from the end of the wait', () => {
    const { contact, repairs } = read(
      'AA0101 900015 7 1 PS 990203 10:00:00 10:00:06 6 10:00:06 10:00:41 35 AGENT 0:00:00 10:02:41 36161 RUTH',
    );
    expect(repairs).toEqual(['answer-clock-missing', 'service-without-start']);
    expect(contact).toMatchObject({
      answeredAt: at('1999-02-03T10:00:41'),
      endedAt: at('1999-02-03T10:02:41'),
      talkSeconds: 120,
    });
  });

  it('keeps the file’s duration of a service over an hour', () => {
    const { contact, repairs } = read(
      'AA0101 900016 7 1 NE 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 11:40:05 6000 RUTH',
    );
    expect([contact.talkSeconds, repairs]).toEqual([6000, []]);
  });

  it('takes rows of 16 columns apart, trims types and keeps the undocumented one as its own queue', () => {
    const joined = read(
      'AA0101 900017 7 1___TT 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 RUTH',
    );
    expect([joined.contact.queue, joined.repairs]).toEqual(['TT', ['joined-priority-and-type']]);
    const blank = read(
      'AA0101 900018 7 1 _TT 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 NO_SERVER',
    );
    expect([blank.contact.queue, blank.contact.agent, blank.repairs]).toEqual(['TT', null, ['surrounding-blanks']]);
    const unknown = read(
      'AA0101 900019 7 1 AA 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 RUTH',
    );
    expect(unknown.contact.queue).toBe('AA');
  });

  it('resolves local times of the nights on which Israel changed its clocks', () => {
    const skipped = read(
      'AA0101 900020 0 0 PS 990402 2:30:00 2:30:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
    );
    expect(skipped.repairs).toEqual(['nonexistent-local-time']);
    expect(skipped.contact.createdAt).toBe(Date.parse('1999-04-02T03:30:00+03:00'));
    const twice = read(
      'AA0101 900021 0 0 PS 990903 1:59:30 1:59:39 9 0:00:00 0:00:00 0 AGENT 1:59:38 1:05:00 322 RUTH',
    );
    expect(twice.repairs).toEqual(['ambiguous-local-time']);
    expect(twice.contact.createdAt).toBe(Date.parse('1999-09-03T01:59:30+03:00'));
    expect(twice.contact.endedAt).toBe(Date.parse('1999-09-03T01:05:00+02:00'));
  });

  it.each([
    ['AA0101 900022 7 1 PS 990203 10:00:00', 'The row has 7 columns instead of 17.'],
    [
      'AA0101 900023 7 1_PS_x 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 RUTH',
      'The row has 16 columns instead of 17.',
    ],
    [
      'AA0101 900024 7 1 PS 990231 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 RUTH',
      'Column “date”: “990231” is not a date in the form yyMMdd.',
    ],
    [
      'AA0101 900025 7 1 PS 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 BUSY 10:00:05 10:01:05 60 RUTH',
      'No outcome rule of the mapping fits this row.',
    ],
    [
      'AA0101 900026 7 1 PS 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 -60 RUTH',
      'The field “talkSeconds” is negative: -60 seconds.',
    ],
    [
      'AA0101 _ 7 1 PS 990203 10:00:00 10:00:06 6 0:00:00 0:00:00 0 AGENT 10:00:05 10:01:05 60 RUTH',
      'Column “call_id” is empty.',
    ],
  ])('says why %s cannot be stored', (cells, reason) => {
    expect(() => read(cells)).toThrow(reason);
  });
});

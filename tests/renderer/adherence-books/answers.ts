import type { ExceptionRow } from '../../../shared/contract/index.ts';
import { adherence, noCounts, sumAdherence } from '../../../shared/domain/adherence/index.ts';
import type { AdherenceCounts } from '../../../shared/domain/adherence/index.ts';
import type { CallOutput } from '../../../renderer/api/index.ts';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';
import { fakeAdherence } from '../../helpers/fake-adherence.ts';
import { FLOOR_AT, randomFrom } from '../../helpers/fake-rows.ts';

type Month = CallOutput<'adherenceMonth'>;
type People = CallOutput<'people'>;
type Person = People['people'][number];
type Mapping = CallOutput<'stateMappings'>['rows'][number];

const HOUR = 3600;
const TODAY = '2026-03-03';

/** Counts of a day of which `share` of eight hours was in adherence. */
export function dayCounts(share: number, change: Partial<AdherenceCounts> = {}): AdherenceCounts {
  const scheduled = 8 * HOUR;
  const excused = 12 * 60;
  const matched = Math.round(scheduled * share) - excused;
  const unmatched = scheduled - matched - excused;
  const productive = 6.5 * HOUR;
  const lost = Math.min(productive, unmatched);
  return {
    scheduled,
    matched,
    unmatched,
    excused,
    unknown: 0,
    productiveScheduled: productive,
    productiveMatched: productive - lost,
    productiveExcused: 0,
    productiveUnknown: 0,
    worked: productive - lost / 2,
    negative: Math.round(unmatched * 0.6),
    positive: 0,
    ...change,
  };
}

/** A month of a team: weekends off, today half done, the days after not yet. */
export function monthOf(month: string, people = 50): Month {
  const random = randomFrom(people + Number(month.slice(5)));
  const length = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  const days = Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
  const names = fakeAdherence({ people }).people.map(({ row }) => row);
  const rows = names.map((row, who) => {
    const own = days.map((day) => {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      const draw = random();
      if (day > TODAY || weekday === 5 || weekday === 6) return null;
      if (draw < 0.03) return dayCounts(0, { matched: 0, excused: 0, unmatched: 8 * HOUR, worked: 0 });
      if (draw < 0.05) return dayCounts(1, { matched: 0, excused: 0, unknown: 8 * HOUR, worked: 0 });
      if (draw < 0.07) return { ...noCounts(), worked: 2 * HOUR };
      return dayCounts(Math.min(1, 0.99 - (who % 7) * 0.015 - random() * (draw > 0.9 ? 0.3 : 0.09)));
    });
    const total = sumAdherence(own.flatMap((counts) => counts ?? []));
    return { key: row.key, name: row.name, team: row.team, days: own, total };
  });
  const total = sumAdherence(rows.map((row) => row.total));
  const paidSeconds = total.scheduled;
  const part = (share: number) => Math.round(paidSeconds * share);
  return {
    zone: 'Asia/Jerusalem',
    days,
    people: adherence(total).value === null ? [] : rows,
    total,
    shrinkage: [
      { cause: 'break', seconds: part(0.062) },
      { cause: 'lunch', seconds: part(0.081) },
      { cause: 'meeting', seconds: part(0.031) },
      { cause: 'training', seconds: part(0.018) },
      { cause: 'coaching', seconds: part(0.012) },
      { cause: 'off', seconds: part(0.043) },
      { cause: 'offline', seconds: part(0.015) },
      { cause: 'exception:Unwell', seconds: part(0.011) },
    ],
    paidSeconds,
    recomputing: null,
  };
}

const REASONS = ['System or equipment trouble', 'A contact ran over', 'Break moved with approval', 'Unwell'];
const APPROVERS = ['Dana Peled', 'Roni Azulay', 'Supervisor'];

/** A log of some weeks, newest last; every ninth was taken back. */
export function exceptionRows(count = 60): ExceptionRow[] {
  const { people } = fakeAdherence({});
  return Array.from({ length: count }, (_, index) => {
    const person = people[(index * 5) % people.length]?.row;
    const from = FLOOR_AT - (count - index) * 9.7 * HOUR * 1000;
    const to = from + (10 + (index % 6) * 7) * 60_000;
    const removed = index % 9 === 4;
    return {
      id: `e${index}`,
      person: person?.key ?? 'gc/1',
      name: person?.name ?? 'Noa Regev',
      team: person?.team ?? null,
      from,
      to,
      reason: REASONS[index % REASONS.length] ?? '',
      approver: APPROVERS[index % 4 === 3 ? 1 : index % 2 === 0 ? 0 : 2] ?? '',
      note: index % 3 === 0 ? 'Ticket 4711 with the helpdesk' : null,
      actor: 'Supervisor',
      at: index % 3 === 1 ? to + 5 * HOUR * 1000 : from - 60_000,
      removedAt: removed ? to + HOUR * 1000 : null,
      removedBy: removed ? 'Roni Azulay' : null,
    };
  });
}

/** Patterns of those that stand, as the engine counts them. */
export function approversOf(rows: readonly ExceptionRow[]): CallOutput<'exceptions'>['approvers'] {
  const names = [...new Set(rows.map(({ approver }) => approver))];
  return names.map((approver) => {
    const own = rows.filter((row) => row.approver === approver && row.removedAt === null);
    const seconds = own.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
    const byPerson = new Map<string, number>();
    for (const { name, from, to } of own) byPerson.set(name, (byPerson.get(name) ?? 0) + (to - from) / 1000);
    const [top] = [...byPerson].sort((a, b) => b[1] - a[1]);
    const reasons = [...new Set(own.map(({ reason }) => reason))].map((reason) => {
      const those = own.filter((row) => row.reason === reason);
      return { reason, count: those.length, seconds: those.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0) };
    });
    return {
      approver,
      count: own.length,
      seconds,
      people: byPerson.size,
      topShare: {
        value: seconds === 0 ? null : (top?.[1] ?? 0) / seconds,
        numerator: top?.[1] ?? 0,
        denominator: seconds,
      },
      topName: top?.[0] ?? null,
      afterwards: own.filter(({ at, to }) => at > to).length,
      reasons,
    };
  });
}

const SOURCES = { gc: 'Genesys', zd: 'Zendesk' } as const;

function agent(source: keyof typeof SOURCES, id: string, name: string, change: Partial<Person['agents'][number]> = {}) {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const base = { key: `${source}/${id}`, source, sourceName: SOURCES[source], id, name, email, active: true };
  return { ...base, teams: ['Team South'], ...change };
}

/** People in one and two systems, found in every way. */
export function peopleRows(): People {
  const two = (name: string, id: string, how: Person['how']): Person => {
    const agents = [agent('gc', `u${id}`, name), agent('zd', `3600${id}`, name)];
    return { key: `gc/u${id}`, name, team: 'Team South', agents, how };
  };
  const one = (name: string, id: string, source: keyof typeof SOURCES): Person => ({
    key: `${source}/${id}`,
    name,
    team: null,
    agents: [agent(source, id, name, { teams: [], email: null })],
    how: 'single',
  });
  return {
    people: [
      two('Noa Regev', '1', 'email'),
      two('Amir Tal', '2', 'confirmed'),
      two('Eli Katz', '3', 'name'),
      one('Maya Oren', 'u4', 'gc'),
      one('Oren, Maya', '36004', 'zd'),
      one('Yossi Bar', '36005', 'zd'),
    ],
    suggestions: [
      {
        a: agent('gc', 'u4', 'Maya Oren', { teams: [], email: null }),
        b: agent('zd', '36004', 'Oren, Maya', { teams: [], email: null }),
        why: 'similar-name',
      },
    ],
  };
}

export function mappingRows(): Mapping[] {
  const row = (
    source: 'gc' | 'zd',
    platform: string,
    rawState: string,
    standard: Mapping['standard'],
    stays: number,
  ) => ({
    source,
    sourceName: SOURCES[source],
    platform,
    rawState,
    standard,
    chosen: null,
    stays,
    lastAt: stays === 0 ? null : FLOOR_AT - stays * 1000,
  });
  return [
    row('gc', 'presence', 'On Queue', 'available', 18_204),
    row('gc', 'presence', 'Meal', 'lunch', 4120),
    row('gc', 'presence', 'Busy', 'away', 911),
    row('gc', 'presence', 'Floor walk', 'away', 212),
    row('gc', 'acd', 'INTERACTING', 'on-contact', 96_440),
    row('gc', 'acd', 'IDLE', 'available', 88_120),
    row('gc', 'acd', 'NOT_RESPONDING', 'help', 0),
    row('zd', 'talk', 'online', 'available', 12_400),
    row('zd', 'chat', 'invisible', 'away', 310),
  ];
}

/** What the books of adherence ask, with decisions carried out. */
export function answerBooks(bridge: FakeBridge): FakeBridge {
  const log = exceptionRows();
  const people = peopleRows();
  const mappings = mappingRows();
  const months = new Map<string, Month>();
  return bridge
    .handle('adherenceMonth', ({ month }) => {
      // Made once: whoever measures how long a month takes to open measures the screen, not the making up of a team.
      const known = months.get(month) ?? monthOf(month);
      months.set(month, known);
      return known;
    })
    .handle('exceptions', ({ from, to }) => {
      const rows = log.filter((row) => row.from < to && row.to > from);
      return { rows, approvers: approversOf(rows) };
    })
    .handle('removeException', ({ id }) => {
      const row = log.find((entry) => entry.id === id);
      if (row !== undefined) Object.assign(row, { removedAt: FLOOR_AT, removedBy: 'Supervisor' });
      return { ok: true };
    })
    .handle('people', () => people)
    .handle('decidePeople', ({ action, agents }) => {
      const first = people.people.find((person) => person.agents.some(({ key }) => agents.includes(key)));
      if (first !== undefined && action !== 'split') first.how = 'confirmed';
      return { ok: true };
    })
    .handle('agentHistory', ({ key }) => [
      {
        agent: key,
        source: 'gc',
        from: null,
        until: FLOOR_AT - 40 * 86_400_000,
        name: 'Noa Ben-Ami',
        teams: ['Team North'],
        active: true,
      },
      {
        agent: key,
        source: 'gc',
        from: FLOOR_AT - 40 * 86_400_000,
        until: null,
        name: 'Noa Regev',
        teams: ['Team South'],
        active: true,
      },
    ])
    .handle('stateMappings', () => ({
      rows: mappings,
      platforms: [...new Set(mappings.map(({ source, platform }) => `${source}/${platform}`))].map((platform) => ({
        platform,
        sourceName: platform.startsWith('gc') ? SOURCES.gc : SOURCES.zd,
      })),
      recomputing: null,
    }))
    .handle('setStateMapping', ({ rawState, state }) => {
      for (const row of mappings) if (row.rawState === rawState) row.chosen = state;
      return { ok: true };
    });
}

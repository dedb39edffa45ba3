import type { ExceptionRow } from '../../../shared/contract/index.ts';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';
import { fakeAdherence } from '../../helpers/fake-adherence.ts';
import type { FakeAdherence } from '../../helpers/fake-adherence.ts';
import { FLOOR_AT } from '../../helpers/fake-rows.ts';

export type AdherenceOptions = Parameters<typeof fakeAdherence>[0];

/** A floor with adherence: its rows on the wire, its commands carried out, so that an exception shows in the next frame. */
export function answerAdherence(bridge: FakeBridge, options: AdherenceOptions = {}): FakeAdherence {
  const exceptions: ExceptionRow[] = [];
  let team = fakeAdherence({ ...options, exceptions });
  const send = () => {
    team = fakeAdherence({ ...options, exceptions });
    bridge.snapshot('adherence', { tiles: team.tiles, people: team.people.map(({ row }) => row) }, { at: FLOOR_AT });
    bridge.snapshot('timeline', { rows: team.people.map(({ timeline }) => timeline) }, { at: FLOOR_AT });
  };
  const nameOf = (person: string) => team.people.find(({ row }) => row.key === person)?.row ?? null;
  bridge
    .handle('adherenceDay', ({ person, day }) => {
      const found = team.people.find(({ row }) => row.key === person) ?? team.people[0];
      if (found === undefined) throw { code: 'not-found', message: 'Nobody has that key.' };
      if (day === found.day.day) return found.day;
      return {
        ...found.day,
        day,
        planned: [],
        actual: [],
        matches: [],
        deviations: [],
        lanes: [],
        earlierPlans: [],
        notes: [],
        exceptions: [],
      };
    })
    .handle('addException', ({ people, from, to, reason, approver, note }) => {
      const ids = people.map((person, index) => {
        const id = `x${exceptions.length + index + 1}`;
        const { name = person, team: of = null } = nameOf(person) ?? {};
        exceptions.push({
          id,
          person,
          name,
          team: of,
          from,
          to,
          reason,
          approver,
          note,
          actor: 'Supervisor',
          at: FLOOR_AT,
          removedAt: null,
          removedBy: null,
        });
        return id;
      });
      send();
      return { ids };
    })
    .handle('removeException', ({ id }) => {
      for (const row of exceptions)
        if (row.id === id) Object.assign(row, { removedAt: FLOOR_AT, removedBy: 'Supervisor' });
      send();
      return { ok: true };
    })
    .handle('addNote', () => ({ id: 'n2' }))
    .handle('importSchedule', () => ({
      file: 'march.csv',
      rows: 420,
      shifts: 60,
      people: 14,
      duplicates: 3,
      quarantined: 1,
      unknownAgents: ['B. Unknown'],
    }))
    .handle('openVendorPage', () => ({ url: 'https://example.zendesk.com/agent/users/7' }))
    .handleShell('openExternal', () => ({ ok: true, value: { ok: true } }));
  send();
  return team;
}

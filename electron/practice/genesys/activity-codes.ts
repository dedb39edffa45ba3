import type { PlannedKind } from '../schedule.ts';
import type { Organization } from './http.ts';

export type Category =
  'OnQueueWork' | 'Break' | 'Meal' | 'Meeting' | 'OffQueueWork' | 'TimeOff' | 'Training' | 'Unavailable';

interface Code {
  /** The system's codes are digits, those of the organisation UUIDs. */
  key: number;
  /** The system's codes bear no name: their category says it all. */
  name: string | null;
  category: Category;
  paid: boolean;
  work: boolean;
}

const CODES: readonly Code[] = [
  { key: 0, name: null, category: 'OnQueueWork', paid: true, work: true },
  { key: 1, name: null, category: 'Break', paid: true, work: false },
  { key: 2, name: null, category: 'Meal', paid: false, work: false },
  { key: 3, name: null, category: 'Meeting', paid: true, work: true },
  { key: 4, name: null, category: 'OffQueueWork', paid: true, work: true },
  { key: 5, name: null, category: 'TimeOff', paid: true, work: false },
  { key: 6, name: null, category: 'Training', paid: true, work: true },
  { key: 7, name: null, category: 'Unavailable', paid: false, work: false },
  { key: 20, name: 'Tickets', category: 'OffQueueWork', paid: true, work: true },
  { key: 21, name: 'Coaching', category: 'Meeting', paid: true, work: true },
  { key: 22, name: 'Vacation', category: 'TimeOff', paid: true, work: false },
  { key: 23, name: 'Sick', category: 'TimeOff', paid: true, work: false },
  { key: 24, name: 'Appointment', category: 'TimeOff', paid: false, work: false },
];

const KEYS: Record<PlannedKind, number> = {
  work: 0,
  break: 1,
  lunch: 2,
  meeting: 3,
  training: 6,
  tickets: 20,
  coaching: 21,
  vacation: 22,
  sick: 23,
  appointment: 24,
};

function codeOf(kind: PlannedKind): Code {
  const code = CODES.find(({ key }) => key === KEYS[kind]);
  if (code === undefined) throw new RangeError(`No code for ${kind}.`);
  return code;
}

export function categoryOf(kind: PlannedKind): Category {
  return codeOf(kind).category;
}

export function isPaid(kind: PlannedKind): boolean {
  return codeOf(kind).paid;
}

export function codeId({ ids }: Organization, kind: PlannedKind): string {
  const { key } = codeOf(kind);
  return key < 10 ? String(key) : ids.of('activity-code', key);
}

export function renderCode({ id, name }: { id: string; name: string | null }): unknown {
  return { id, ...(name === null ? {} : { name }) };
}

/** The scheduled activity as it stands beside an adherence. */
export function summaryOf(organization: Organization, kind: PlannedKind): unknown {
  return renderCode({ id: codeId(organization, kind), name: codeOf(kind).name });
}

export function renderCodes({ ids }: Organization, unitPath: string): unknown[] {
  return CODES.map(({ key, name, category, paid, work }) => {
    const id = key < 10 ? String(key) : ids.of('activity-code', key);
    return {
      id,
      ...(name === null ? {} : { name }),
      active: true,
      defaultCode: key < 10,
      category,
      lengthInMinutes: category === 'Meal' ? 30 : 15,
      countsAsPaidTime: paid,
      countsAsWorkTime: work,
      agentTimeOffSelectable: category === 'TimeOff',
      countsTowardShrinkage: category !== 'OnQueueWork',
      plannedShrinkage: category !== 'OnQueueWork',
      interruptible: category === 'Meeting' || category === 'Training',
      secondaryPresences:
        key === 20 ? [{ id: ids.of('presence', 10) }] : key === 21 ? [{ id: ids.of('presence', 11) }] : [],
      metadata: { version: 1 },
      selfUri: `${unitPath}/activitycodes/${id}`,
    };
  });
}

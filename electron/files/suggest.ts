/** A first mapping for an unknown file, from the names and the types of its columns. A draft for people to correct, never imported unseen. */
import type { Outcome } from '../../shared/domain/records.ts';
import type { DetectedColumn } from './detect.ts';
import type { Condition, Expression } from './expression.ts';
import type { MappingInput } from './mapping.ts';
import type { FilePreview } from './preview.ts';

export interface SuggestOptions {
  /** Zone of the file's local times; UTC until people say. */
  readonly zone?: string | undefined;
  readonly name?: string | undefined;
}

const MEANINGS: readonly (readonly [string, RegExp])[] = [
  [
    'id',
    /^(?:(?:contact|call|case|ticket|interaction|conversation|session)[ _-]?)?(?:id|key|number|no\.?|ref(?:erence)?|uuid)$/,
  ],
  [
    'createdAt',
    /^(?:created|start|started|arriv|offered|call[ _-]?start|opened|begin|(?:call[ _-]?)?(?:date)?[ _-]?time$|timestamp|date)/,
  ],
  ['queuedAt', /queue.*(?:start|enter|at)$|^queued/],
  ['answeredAt', /^answer(?:ed)?(?!.*(?:sec|dur))|connect(?:ed)?[ _-]?(?:at|time)|^pick/],
  ['endedAt', /^(?:end|ended|closed|hang|finish|solved|resolved|disconnect)/],
  ['queueSeconds', /wait|queue[ _-]?(?:time|sec|dur)|^q[ _-]?time|speed.*answer|^asa/],
  ['talkSeconds', /talk|^(?:call[ _-]?)?duration|service[ _-]?time|handle[ _-]?time|conversation[ _-]?time/],
  ['holdSeconds', /hold/],
  ['wrapSeconds', /wrap|acw|after[ _-]?call/],
  ['ringSeconds', /ring/],
  ['queue', /queue|skill|department|service(?![ _-]?time)|^group|^type$|split/],
  ['agent', /agent|operator|handled[ _-]?by|assignee|server|user[ _-]?name/],
  ['customerKey', /customer|caller|phone|ani$|msisdn|client|requester/],
  ['channel', /channel|media/],
  ['outcome', /outcome|disposition|status|result|abandon/],
  ['subject', /subject|reason|topic/],
];

const TIME_TYPES = new Set(['datetime', 'epoch-ms', 'epoch-seconds']);
const SECONDS_TYPES = new Set(['integer', 'number', 'duration']);

/** The draft. It may lack what the file does not show (an id, an outcome): the preview then says so row by row. */
export function suggestMapping(preview: FilePreview, options: SuggestOptions = {}): MappingInput {
  const meanings = meaningsOf(preview.columns);
  const name = options.name ?? slugOf(preview.name);
  const id = meanings.get('id');
  const identity = id === undefined ? preview.columns.slice(0, 20).map((column) => column.name) : [id.name];
  return {
    mapping: 1,
    name,
    title: preview.name.slice(0, 200),
    source: { id: name, name: preview.name.slice(0, 200) },
    entity: 'contact',
    format: { delimiter: preview.delimiter, quote: preview.quote, encoding: preview.encoding, header: preview.header },
    zone: options.zone ?? 'UTC',
    columns: preview.columns.map((column) => draftColumn(column, meanings)),
    identity: { columns: identity },
    outcome: outcomeRules(meanings),
    fields: fieldsOf(meanings, preview.columns),
  };
}

/** Ids, names and telephone numbers stay text, however much they look like figures: a leading zero or plus belongs to them. */
function draftColumn(
  column: DetectedColumn,
  meanings: ReadonlyMap<string, DetectedColumn>,
): MappingInput['columns'][number] {
  const { name } = column;
  const meaning = [...meanings].find(([, known]) => known.name === name)?.[0];
  if (meaning !== undefined && !/At$|Seconds$/.test(meaning)) return { name, type: 'text' };
  return { name, type: column.type, ...(column.format === null ? {} : { format: column.format }) };
}

function meaningsOf(columns: readonly DetectedColumn[]): Map<string, DetectedColumn> {
  const found = new Map<string, DetectedColumn>();
  const taken = new Set<string>();
  for (const [meaning, pattern] of MEANINGS) {
    const column = columns.find(
      (one) => !taken.has(one.name) && pattern.test(one.name.trim().toLowerCase()) && suits(meaning, one),
    );
    if (column === undefined) continue;
    found.set(meaning, column);
    taken.add(column.name);
  }
  return found;
}

function suits(meaning: string, column: DetectedColumn): boolean {
  if (meaning.endsWith('At')) return TIME_TYPES.has(column.type);
  if (meaning.endsWith('Seconds')) return SECONDS_TYPES.has(column.type);
  return true;
}

function fieldsOf(
  meanings: ReadonlyMap<string, DetectedColumn>,
  columns: readonly DetectedColumn[],
): Record<string, Expression> {
  const fields: Record<string, Expression> = {};
  for (const [meaning, column] of meanings) {
    if (meaning === 'id' || meaning === 'outcome') continue;
    fields[meaning] = { column: column.name };
  }
  if (fields['createdAt'] === undefined) {
    const date = columns.find(({ type }) => type === 'date');
    const clock = columns.find(({ type }) => type === 'clock');
    if (date !== undefined && clock !== undefined) {
      fields['createdAt'] = { at: { date: { column: date.name }, clock: { column: clock.name } } };
    }
  }
  return fields;
}

const WORDS: readonly (readonly [Outcome, RegExp])[] = [
  ['abandoned', /abandon|hang|lost|drop|gave.?up|^true$|^yes$/i],
  ['missed', /miss|no.?answer|unanswered|voicemail|overflow|closed hours|busy/i],
  ['answered', /answer|agent|handled|connect|complet|served|success|solved|^false$|^no$/i],
  ['excluded', /test|phantom|ghost|internal/i],
];

function outcomeRules(meanings: ReadonlyMap<string, DetectedColumn>): { when: Condition; is: Outcome }[] {
  const column = meanings.get('outcome');
  const rules: { when: Condition; is: Outcome }[] = [];
  for (const sample of column?.samples ?? []) {
    const outcome = WORDS.find(([, pattern]) => pattern.test(sample))?.[0];
    if (column === undefined || outcome === undefined) continue;
    rules.push({ when: { of: { text: column.name }, is: sample }, is: outcome });
  }
  if (rules.length > 0) return rules;
  const served = ['answeredAt', 'agent'].map((meaning) => meanings.get(meaning)).find((one) => one !== undefined);
  if (served !== undefined) rules.push({ when: { of: { column: served.name }, empty: false }, is: 'answered' });
  return [...rules, { when: { of: 1, is: 1 }, is: served === undefined ? 'answered' : 'abandoned' }];
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/\.[a-z]{2,4}$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug === '' ? 'file' : slug.replaceAll(/-+$/g, '');
}

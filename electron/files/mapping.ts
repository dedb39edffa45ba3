/**
 * A mapping: how the rows of a kind of file become canonical records. It is JSON, kept beside the data or shipped, and described for people in
 * `mapping.md` of this folder.
 */
import { z } from 'zod';
import { AppError } from '../../shared/errors/index.ts';
import { OUTCOMES } from '../../shared/domain/records.ts';
import { zoneOffsets } from '../../shared/time/offsets.ts';
import { ENCODINGS } from './decode.ts';
import { conditionSchema, expressionSchema } from './expression.ts';

/** Entities that a file may hold. A new one needs its fields in `entities.ts`, nothing else. */
export const FILE_ENTITIES = ['contact', 'agent-state', 'survey', 'shift'] as const;
export type FileEntity = (typeof FILE_ENTITIES)[number];

export const COLUMN_TYPES = [
  'text',
  'integer',
  'number',
  'boolean',
  'date',
  'clock',
  'datetime',
  'duration',
  'epoch-seconds',
  'epoch-ms',
] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

const name = z.string().min(1).max(400);
/** Names of rules and files: they are counted, printed and used as file names. */
const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, 'small letters, digits, dots and hyphens, at most 64');
const words = z.string().min(1).max(500);

const columnSchema = z.strictObject({
  name,
  type: z.enum(COLUMN_TYPES).default('text'),
  /** Formats of a date, clock or date-time, tried in order; `iso` for ISO 8601. */
  format: z.union([z.string(), z.array(z.string()).min(1).max(10)]).optional(),
  /** Texts that mean "no data" in this column, besides the mapping's own. */
  none: z.array(z.string()).max(50).default([]),
  /** When such a text is data after all; counted as a repair of this name. */
  noneUnless: z.strictObject({ when: conditionSchema, name: slug, words }).optional(),
  /** An empty cell sends the row to quarantine. */
  required: z.boolean().default(false),
});

const namedRule = { name: slug, words };

const mappingObject = z.strictObject({
  /** Version of this form. */
  mapping: z.literal(1),
  name: slug,
  title: z.string().min(1).max(200),
  description: z.string().max(4000).default(''),
  /** Raised when the meaning changes: rows read again under a higher revision replace those of a lower one. */
  revision: z.int().min(1).max(999).default(1),
  source: z.strictObject({ id: slug, name: z.string().min(1).max(200) }),
  entity: z.enum(FILE_ENTITIES),
  format: z
    .strictObject({
      delimiter: z.string().min(1).max(8).default(','),
      quote: z.string().length(1).nullable().default('"'),
      encoding: z.enum(ENCODINGS).default('auto'),
      header: z.boolean().default(true),
      /** Lines before the header that are not data. */
      skipLines: z.int().min(0).max(1000).default(0),
      decimal: z.enum(['.', ',']).default('.'),
    })
    .prefault({}),
  /** Zone of local times, IANA. A local time that the spring change skips moves forward by the gap; one that occurs twice is the first. */
  zone: z.string().min(1).max(80),
  /** Texts that mean "no data" in every column. The empty cell always does. */
  none: z.array(z.string()).max(50).default([]),
  columns: z.array(columnSchema).min(1).max(500),
  /** Columns whose texts together name the record within the source. */
  identity: z.strictObject({ columns: z.array(name).min(1).max(20), separator: z.string().min(1).max(5).default('-') }),
  /** Rows with the wrong number of cells, put right: the cell `split` is cut at blanks into the columns `into`, if that gives exactly the right number. */
  rowRepairs: z.array(z.strictObject({ ...namedRule, split: name, into: z.array(name).min(2).max(10) })).default([]),
  /** Cells put right before fields are worked out. */
  columnRepairs: z
    .array(z.strictObject({ ...namedRule, when: conditionSchema, set: z.record(name, expressionSchema) }))
    .default([]),
  /** Values used by several fields. */
  let: z.record(name, expressionSchema).default({}),
  /** First rule that holds names the contact's outcome; none: the row goes to quarantine. */
  outcome: z.array(z.strictObject({ when: conditionSchema, is: z.enum(OUTCOMES) })).default([]),
  fields: z.record(name, expressionSchema),
  /** Fields put right after they are worked out. */
  fieldRepairs: z
    .array(z.strictObject({ ...namedRule, when: conditionSchema, set: z.record(name, expressionSchema) }))
    .default([]),
  /** Rows that must not be stored as they are. */
  rejects: z.array(z.strictObject({ when: conditionSchema, reason: words })).default([]),
  /** Instant or number that orders versions of a record; absent: all rows of a revision are equals. */
  version: expressionSchema.optional(),
  /** Names for people, by id. */
  names: z
    .strictObject({
      queue: z.record(z.string(), z.string()).default({}),
      agent: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
});

/** A mapping as written, before defaults. */
export type MappingInput = z.input<typeof mappingObject>;
export type Mapping = z.output<typeof mappingObject>;
export type MappingColumn = Mapping['columns'][number];

export const mappingSchema = mappingObject;

/**
 * The mapping in parsed JSON.
 *
 * @throws AppError `invalid-input` with the place of the first fault in words, or on an unknown zone
 */
export function parseMapping(value: unknown, called: string): Mapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) {
    zoneOffsets(result.data.zone);
    return result.data;
  }
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.join('.');
  throw new AppError({
    code: 'invalid-input',
    message: `The mapping “${called}” is not right at “${place}”: ${issue?.message ?? 'unknown form'}.`,
    detail: { mapping: called, place },
  });
}

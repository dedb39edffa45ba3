/** One row to one record, or to the reason why not. Compiled once per file from the mapping and the file's header. */
import type { CanonicalRecord, Outcome } from '../../shared/domain/records.ts';
import { AppError } from '../../shared/errors/index.ts';
import { cellReader } from './cells.ts';
import type { CellReader } from './cells.ts';
import { columnIndex, compileCondition, compileExpression, unknownName } from './compile.ts';
import type { Evaluate, Row, Scope, Test } from './compile.ts';
import { ENTITIES, FieldReader, stableId } from './entities.ts';
import type { EntitySpec, NamedInRow } from './entities.ts';
import type { Scalar } from './expression.ts';
import type { Mapping } from './mapping.ts';
import { cleaned, isUnusable, RowProblem, shown, wellFormed } from './problem.ts';
import { columnPlaces, refuseShape, reshaped, rowShape } from './row-shape.ts';
import type { RowShape } from './row-shape.ts';
import { splitRow } from './rows.ts';
import type { RawRow } from './rows.ts';

export type MappedRow =
  | {
      readonly kind: 'record';
      readonly record: CanonicalRecord;
      readonly repairs: readonly string[];
      readonly named: NamedInRow;
    }
  | { readonly kind: 'reject'; readonly reason: string };

interface CompiledColumn {
  readonly name: string;
  readonly index: number;
  readonly read: CellReader;
  readonly none: ReadonlySet<string>;
  readonly unless: { readonly test: Test; readonly name: string } | null;
  readonly required: boolean;
}

interface CompiledRepair {
  readonly name: string;
  readonly when: Test;
  readonly set: readonly { readonly slot: number; readonly value: Evaluate }[];
}

export class RowMapper {
  readonly #mapping: Mapping;
  readonly #entity: EntitySpec;
  readonly #width: number;
  readonly #columns: CompiledColumn[];
  readonly #shapes: RowShape[];
  readonly #columnRepairs: CompiledRepair[];
  readonly #steps: { slot: number; value: Evaluate }[] = [];
  readonly #outcomes: { when: Test; is: Outcome }[];
  readonly #outcomeSlot: number;
  readonly #fieldRepairs: CompiledRepair[];
  readonly #rejects: { when: Test; reason: string }[];
  readonly #identity: number[];
  readonly #version: Evaluate | null;
  readonly #slots = new Map<string, number>();
  readonly #row: Row;
  readonly #fields: FieldReader;

  /**
   * @param header names of the file's columns in their order
   * @throws AppError `invalid-input` where the mapping speaks of columns or fields that are not there
   */
  constructor(mapping: Mapping, header: readonly string[]) {
    this.#mapping = mapping;
    this.#entity = ENTITIES[mapping.entity];
    this.#width = header.length;
    const places = columnPlaces(mapping, header);
    const scope: Scope = {
      mapping: mapping.name,
      zone: mapping.zone,
      column: (name) => places.get(name),
      field: (name) => this.#slots.get(name),
    };
    this.#columns = mapping.columns.map((column) => ({
      name: column.name,
      index: columnIndex(column.name, scope),
      read: cellReader(column, mapping),
      none: new Set([...mapping.none, ...column.none]),
      unless:
        column.noneUnless === undefined
          ? null
          : { test: compileCondition(column.noneUnless.when, scope), name: column.noneUnless.name },
      required: column.required,
    }));
    this.#shapes = mapping.rowRepairs.map((repair) => rowShape(repair, header, mapping.name));
    this.#columnRepairs = mapping.columnRepairs.map((repair) => this.#repair(repair, scope, 'column', scope.column));
    this.#identity = mapping.identity.columns.map((name) => columnIndex(name, scope));

    for (const [name, expression] of Object.entries(mapping.let))
      this.#step(name, compileExpression(expression, scope));
    this.#outcomes = mapping.outcome.map((rule) => ({ when: compileCondition(rule.when, scope), is: rule.is }));
    if (this.#entity.outcome && this.#outcomes.length === 0) {
      throw new AppError({ code: 'invalid-input', message: `The mapping “${mapping.name}” has no outcome rules.` });
    }
    this.#outcomeSlot = this.#slot('outcome');
    for (const [name, expression] of Object.entries(mapping.fields)) {
      if (!this.#entity.fields.includes(name)) throw unknownName(`field of ${mapping.entity}`, name, mapping.name);
      this.#step(name, compileExpression(expression, scope));
    }
    this.#fieldRepairs = mapping.fieldRepairs.map((repair) => this.#repair(repair, scope, 'field', scope.field));
    this.#rejects = mapping.rejects.map(({ when, reason }) => ({ when: compileCondition(when, scope), reason }));
    this.#version = mapping.version === undefined ? null : compileExpression(mapping.version, scope);
    this.#row = { texts: [], values: [], fields: [], notes: new Set() };
    this.#fields = new FieldReader((field) => {
      const slot = this.#slots.get(field);
      return slot === undefined ? null : (this.#row.fields[slot] ?? null);
    });
  }

  /** The record of a row, or the reason why it cannot be one. Never throws for what stands in the row. */
  map(raw: RawRow): MappedRow {
    try {
      return this.#read(raw);
    } catch (error) {
      if (error instanceof RowProblem) return { kind: 'reject', reason: error.message };
      throw error;
    }
  }

  /** The cells as written, for a preview. */
  cells(raw: RawRow): string[] {
    return splitRow(raw.text, this.#mapping.format.delimiter, this.#mapping.format.quote);
  }

  #read(raw: RawRow): MappedRow {
    refuseShape(raw);
    const row = this.#row;
    row.notes = new Set();
    row.texts = this.#tidied(raw, this.cells(raw));
    this.#readValues();
    applyRepairs(this.#columnRepairs, row, row.values);
    row.fields = Array.from<Scalar>({ length: this.#slots.size }).fill(null);
    const lets = Object.keys(this.#mapping.let).length;
    this.#work(0, lets);
    const outcome = this.#outcome();
    row.fields[this.#outcomeSlot] = outcome;
    this.#work(lets, this.#steps.length);
    applyRepairs(this.#fieldRepairs, row, row.fields);
    for (const { when, reason } of this.#rejects) if (when(row)) throw new RowProblem(reason);
    const unusual = row.notes.has('unusable-characters');
    const base = { id: this.#id(), version: this.#versionOf(), raw: unusual ? wellFormed(raw.text) : raw.text };
    const record = this.#entity.build(base, this.#fields, outcome);
    return { kind: 'record', record, repairs: [...row.notes], named: this.#named(record) };
  }

  #step(name: string, value: Evaluate): void {
    this.#steps.push({ slot: this.#slot(name), value });
  }

  #slot(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) {
      throw new AppError({
        code: 'invalid-input',
        message: `The mapping “${this.#mapping.name}” gives “${name}” twice.`,
      });
    }
    const slot = this.#slots.size;
    this.#slots.set(name, slot);
    return slot;
  }

  #work(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      const step = this.#steps[index];
      if (step !== undefined) this.#row.fields[step.slot] = step.value(this.#row);
    }
  }

  #repair(
    repair: {
      name: string;
      when: Mapping['columnRepairs'][number]['when'];
      set: Mapping['columnRepairs'][number]['set'];
    },
    scope: Scope,
    kind: string,
    slotOf: (name: string) => number | undefined,
  ): CompiledRepair {
    const set = Object.entries(repair.set).map(([name, expression]) => {
      const slot = slotOf(name);
      if (slot === undefined) throw unknownName(kind, name, this.#mapping.name);
      return { slot, value: compileExpression(expression, scope) };
    });
    return { name: repair.name, when: compileCondition(repair.when, scope), set };
  }

  /** Cells of the right number, trimmed and without what is no text. */
  #tidied(raw: RawRow, cells: string[]): string[] {
    const notes = this.#row.notes;
    const right = cells.length === this.#width ? cells : reshaped(cells, this.#width, this.#shapes, notes);
    const unusual = isUnusable(raw.text);
    if (unusual) notes.add('unusable-characters');
    return right.map((cell) => {
      const clean = unusual ? cleaned(cell) : cell;
      const trimmed = clean.trim();
      if (trimmed.length !== clean.length) notes.add('surrounding-blanks');
      return trimmed;
    });
  }

  #readValues(): void {
    const row = this.#row;
    row.values = Array.from<Scalar>({ length: this.#width }).fill(null);
    let doubtful = false;
    for (const column of this.#columns) {
      const text = row.texts[column.index] ?? '';
      if (text === '' || (column.none.has(text) && column.unless === null)) {
        if (column.required) throw new RowProblem(`Column “${column.name}” is empty.`);
      } else if (column.none.has(text)) doubtful = true;
      else row.values[column.index] = column.read(text, row.notes);
    }
    if (!doubtful) return;
    for (const column of this.#columns) {
      const text = row.texts[column.index] ?? '';
      if (column.unless === null || !column.none.has(text)) continue;
      if (column.unless.test(row)) {
        row.values[column.index] = column.read(text, row.notes);
        row.notes.add(column.unless.name);
      } else if (column.required) throw new RowProblem(`Column “${column.name}” is empty.`);
    }
  }

  #outcome(): Outcome | null {
    if (!this.#entity.outcome) return null;
    for (const { when, is } of this.#outcomes) if (when(this.#row)) return is;
    throw new RowProblem('No outcome rule of the mapping fits this row.');
  }

  #id(): string {
    const separator = this.#mapping.identity.separator;
    const parts = this.#identity.map((index, place) => {
      const text = this.#row.texts[index] ?? '';
      if (text === '') {
        throw new RowProblem(
          `Column “${this.#mapping.identity.columns[place] ?? ''}”, part of the row’s identity, is empty.`,
        );
      }
      // A doubled separator inside a part keeps “a-b” + “c” apart from “a” + “b-c”.
      return text.includes(separator) ? text.replaceAll(separator, separator + separator) : text;
    });
    return stableId(parts.join(separator));
  }

  /** The mapping's revision, below the file's own version where it has one. */
  #versionOf(): number {
    const revision = this.#mapping.revision;
    if (this.#version === null) return revision;
    const own = this.#version(this.#row);
    if (typeof own !== 'number') throw new RowProblem('The version of the row is empty or not a number.');
    const version = Math.round(own) * 1000 + revision;
    if (!Number.isSafeInteger(version))
      throw new RowProblem(`The version of the row is out of range: ${shown(String(own))}.`);
    return version;
  }

  #named(record: CanonicalRecord): NamedInRow {
    const queue = 'queue' in record ? record.queue : null;
    const agent = 'agent' in record ? record.agent : null;
    const names = this.#mapping.names;
    return {
      queue:
        queue === null
          ? null
          : {
              id: queue,
              name: own(names.queue, queue) ?? this.#fields.text('queueName') ?? this.#fields.text('queue') ?? queue,
              channel: this.#entity.channel(record),
            },
      agent:
        agent === null
          ? null
          : {
              id: agent,
              name: own(names.agent, agent) ?? this.#fields.text('agentName') ?? this.#fields.text('agent') ?? agent,
            },
    };
  }
}

/** A name from the mapping's table; `__proto__` is a possible name of a queue. */
function own(names: Readonly<Record<string, string>>, id: string): string | undefined {
  return Object.hasOwn(names, id) ? names[id] : undefined;
}

function applyRepairs(repairs: readonly CompiledRepair[], row: Row, target: Scalar[]): void {
  for (const repair of repairs) {
    if (!repair.when(row)) continue;
    const values = repair.set.map(({ value }) => value(row));
    for (const [index, { slot }] of repair.set.entries()) target[slot] = values[index] ?? null;
    row.notes.add(repair.name);
  }
}

/** A data folder opened for reading only, beside a running Watchfloor or on a copy. */
import type { QuarantineItem } from '../../shared/domain/records.ts';
import type {
  AgentPeriod,
  AlarmEntry,
  AlarmMark,
  CursorValue,
  MaintenanceResult,
  Notebook,
  PageResult,
  Reads,
  SliceProgress,
  Store,
} from './api.ts';
import { historyOf } from './agent-history.ts';
import { readNotebook } from './notebook-read.ts';
import type { NotebookReads } from './notebook-read.ts';
import { ReadonlyPeople, refuse } from './readonly-people.ts';
import { readsOf, storedZone } from './reads.ts';
import type { ReadonlyDb } from './sqlite.ts';

class ReadonlyNotebook extends ReadonlyPeople implements Notebook {
  readonly #reads: NotebookReads;

  constructor(db: ReadonlyDb) {
    super(db);
    this.#reads = readNotebook(db);
  }

  setting(key: string): CursorValue {
    return this.#reads.setting(key);
  }

  settings(prefix: string): Record<string, CursorValue> {
    return this.#reads.settings(prefix);
  }

  alarmHistory(filter: { from: number; to: number; subject?: string; limit: number }): AlarmEntry[] {
    return this.#reads.alarmHistory(filter);
  }

  alarmMarks(): AlarmMark[] {
    return this.#reads.alarmMarks();
  }

  auditTrail(limit: number): { at: number; actor: string; action: string; subject: string; detail: CursorValue }[] {
    return this.#reads.auditTrail(limit);
  }

  outboxCount(): number {
    return this.#reads.outboxCount();
  }

  saveSetting(): void {
    refuse();
  }

  appendAlarm(): void {
    refuse();
  }

  together(): never {
    return refuse();
  }

  saveAlarmMark(): void {
    refuse();
  }

  audit(): void {
    refuse();
  }
}

/** Every writing method throws AppError `refused`. */
export class ReadonlyStore implements Store {
  readonly directory: string;
  readonly reads: Reads;
  readonly notebook: Notebook;
  readonly #mirror: ReadonlyDb;
  readonly #notebookFile: ReadonlyDb;
  readonly #files: readonly ReadonlyDb[];

  constructor(directory: string, mirror: ReadonlyDb, notebook: ReadonlyDb) {
    this.directory = directory;
    this.#mirror = mirror;
    this.#notebookFile = notebook;
    this.#files = [mirror, notebook];
    this.reads = readsOf(mirror);
    this.notebook = new ReadonlyNotebook(notebook);
  }

  get zone(): string {
    return storedZone(this.#mirror);
  }

  cursor(source: string, stream: string): CursorValue {
    const row = this.#mirror.raw('SELECT cursor FROM stream_row WHERE source = ? AND stream = ?').get([source, stream]);
    return typeof row?.[0] === 'string' ? (JSON.parse(row[0]) as CursorValue) : null;
  }

  quarantined(source: string, stream: string, limit: number): QuarantineItem[] {
    return this.#mirror
      .rows<QuarantineItem>(
        `SELECT key, entity, payload, reason, line FROM quarantine_row
         WHERE source = ? AND stream = ? ORDER BY rowid LIMIT ?`,
      )
      .all([source, stream, limit]);
  }

  /** Nothing changes here, so nobody is ever told. */
  onChange(): () => void {
    return () => undefined;
  }

  close(): void {
    for (const file of this.#files) if (file.isOpen) file.close();
  }

  writePage(): PageResult {
    return refuse();
  }

  saveSource(): void {
    refuse();
  }

  removeSource(): void {
    refuse();
  }

  beginRemoval(): void {
    refuse();
  }

  removals(): string[] {
    return [];
  }

  stepRemoval(): { deleted: number; isGone: boolean } {
    return refuse();
  }

  saveStatus(): void {
    refuse();
  }

  sweep(): { deleted: number; refused: boolean } {
    return refuse();
  }

  setZone(): void {
    refuse();
  }

  setShortAbandonSeconds(): void {
    refuse();
  }

  recomputeRollups(): void {
    refuse();
  }

  maintain(): MaintenanceResult {
    return refuse();
  }

  setStateMapping(): void {
    refuse();
  }

  /** What somebody else has under way is theirs. */
  remapping(): null {
    return null;
  }

  stepRemapping(): SliceProgress {
    return refuse();
  }

  markAdherence(): void {
    refuse();
  }

  saveStaffing(): void {
    refuse();
  }

  beginRecount(): void {
    refuse();
  }

  commitRecount(): void {
    refuse();
  }

  agentHistory(agents: readonly string[]): AgentPeriod[] {
    return historyOf(this.#mirror, this.#notebookFile, agents);
  }
}

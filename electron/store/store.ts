/** The store of one data folder. */
import type { AgentState, Entity, QuarantineItem } from '../../shared/domain/records.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { historyOf } from './agent-history.ts';
import type {
  AgentPeriod,
  Change,
  CursorValue,
  MaintenanceResult,
  PageResult,
  Reads,
  SliceProgress,
  SourceConfig,
  SourceStatus,
  StaffingPage,
  Store,
  WritePage,
} from './api.ts';
import { backUpDaily } from './backups.ts';
import { ChangeFeed } from './changes.ts';
import { Checkpoints } from './checkpoints.ts';
import type { ListenerFault } from './changes.ts';
import type { FolderLock } from './lock.ts';
import { dropMeta, metaValue, saveMeta } from './meta.ts';
import { NotebookFile } from './notebook.ts';
import { readsOf } from './reads.ts';
import type { RecountBatch, RecountPerson, RecountRules } from './recount/job.ts';
import { RecountWriter } from './recount/writer.ts';
import { thinSnapshots } from './retention.ts';
import { Rollups } from './rollups/rollups.ts';
import type { ReadonlyDb, WritableDb } from './sqlite.ts';
import { PageWriter } from './write/pages.ts';
import { Remapping } from './write/remapping.ts';
import { saveStaffing } from './write/staffing.ts';
import { StateMapping } from './write/state-mapping.ts';
import { beginRemoval, removals, stepRemoval } from './write/removal.ts';
import { saveShortAbandonLimits, saveSource, saveStatus } from './write/sources.ts';

export interface StoreParts {
  readonly directory: string;
  readonly clock: Clock;
  readonly mirror: WritableDb;
  readonly mirrorReader: ReadonlyDb;
  readonly notebook: WritableDb;
  readonly lock: FolderLock;
  readonly listenerFault: ListenerFault;
}

/** See the interface for what each method promises. */
export class DataFolderStore implements Store {
  readonly directory: string;
  readonly reads: Reads;
  readonly notebook: NotebookFile;
  readonly #parts: StoreParts;
  readonly #rollups: Rollups;
  readonly #pages: PageWriter;
  readonly #feed: ChangeFeed;
  readonly #checkpoints: Checkpoints;
  readonly #mapping: StateMapping;
  readonly #remapping: Remapping;
  readonly #recount: RecountWriter;
  #zone: string;
  #isClosed = false;

  /** @param zone the reporting zone wanted; the days and months are moved to it when they were kept in another one */
  constructor(parts: StoreParts, zone: string | undefined) {
    this.#parts = parts;
    this.directory = parts.directory;
    this.#zone = (metaValue(parts.mirror, 'zone') as string | null) ?? zone ?? 'UTC';
    this.#rollups = new Rollups(parts.mirror, this.#zone);
    const notebook = new NotebookFile(parts.notebook, parts.clock);
    this.notebook = notebook;
    this.#mapping = new StateMapping(notebook.stateMappings());
    this.#remapping = new Remapping(parts.mirror, this.#rollups, this.#mapping, () => parts.clock.now());
    this.#recount = new RecountWriter(parts.mirror, parts.notebook, () => parts.clock.now());
    this.#pages = new PageWriter({
      db: parts.mirror,
      notebook: parts.notebook,
      rollups: this.#rollups,
      mapping: this.#mapping,
      now: () => parts.clock.now(),
    });
    this.#feed = new ChangeFeed(parts.listenerFault);
    this.#checkpoints = new Checkpoints(parts.directory);
    this.reads = readsOf(parts.mirrorReader);
    if (metaValue(parts.mirror, 'zone') === null) saveMeta(parts.mirror, 'zone', this.#zone);
    if (metaValue(parts.mirror, 'rollups-stale') !== null) this.recomputeRollups();
    if (zone !== undefined && zone !== this.#zone) this.setZone(zone);
    this.#remapping.follow(notebook.stateMappings());
  }

  get zone(): string {
    return this.#zone;
  }

  writePage(page: WritePage): PageResult {
    const { result, change } = this.#pages.write(page);
    this.#checkpoints.wrote(result.new + result.updated + result.deleted + result.quarantined);
    this.#feed.publish(change);
    return result;
  }

  cursor(source: string, stream: string): CursorValue {
    const row = this.#parts.mirror
      .raw('SELECT cursor FROM stream_row WHERE source = ? AND stream = ?')
      .get([source, stream]);
    return typeof row?.[0] === 'string' ? (JSON.parse(row[0]) as CursorValue) : null;
  }

  saveSource(source: SourceConfig): void {
    saveSource(this.#parts.mirror, source);
  }

  removeSource(source: string): void {
    this.beginRemoval(source);
    while (!this.stepRemoval(source).isGone);
  }

  beginRemoval(source: string): void {
    beginRemoval(this.#parts.mirror, source);
  }

  removals(): string[] {
    return removals(this.#parts.mirror);
  }

  stepRemoval(source: string): { deleted: number; isGone: boolean } {
    const step = stepRemoval(this.#parts.mirror, source);
    // Cells that the writer remembers may be among those that went.
    this.#rollups.reset();
    return step;
  }

  saveStatus(status: SourceStatus): void {
    saveStatus(this.#parts.mirror, status);
  }

  sweep(source: string, entity: Entity, presentIds: string[], version: number): { deleted: number; refused: boolean } {
    const { result, change } = this.#pages.sweep(source, entity, presentIds, version);
    if (result.deleted > 0) this.#feed.publish(change);
    return result;
  }

  quarantined(source: string, stream: string, limit: number): QuarantineItem[] {
    return this.#pages.quarantine.list(source, stream, limit);
  }

  setZone(zone: string): void {
    if (zone === this.#zone) return;
    try {
      this.#parts.mirror.transaction(() => {
        this.#rollups.moveTo(zone);
        saveMeta(this.#parts.mirror, 'zone', zone);
      });
      this.#zone = zone;
    } catch (error) {
      this.#rollups.useZone(this.#zone);
      throw error;
    }
  }

  setShortAbandonSeconds(floor: number, queues: Record<string, number> = {}): void {
    saveShortAbandonLimits(this.#parts.mirror, floor, queues);
  }

  recomputeRollups(): void {
    try {
      this.#parts.mirror.transaction(() => {
        this.#rollups.recompute();
        dropMeta(this.#parts.mirror, 'rollups-stale');
      });
    } catch (error) {
      this.#rollups.reset();
      throw error;
    }
  }

  maintain(): MaintenanceResult {
    const now = this.#parts.clock.now();
    return {
      thinnedSnapshots: thinSnapshots(this.#parts.mirror, now).deleted,
      backup: backUpDaily(this.#parts.notebook, this.directory, now),
    };
  }

  setStateMapping(
    mapping: { source: string; platform: string; rawState: string; state: AgentState | null },
    actor: string,
  ): void {
    this.notebook.saveStateMapping(mapping, actor);
    this.#remapping.follow(this.notebook.stateMappings());
  }

  remapping(): SliceProgress | null {
    return this.#remapping.progress();
  }

  stepRemapping(): SliceProgress {
    const { progress, change } = this.#remapping.step();
    if (change !== null) {
      this.#checkpoints.wrote(change.touched.reduce((rows, { ids }) => rows + ids.length, 0));
      this.#feed.publish(change);
    }
    return progress;
  }

  markAdherence(agents: readonly string[], from: number, to: number): void {
    this.#recount.mark(agents, from, to);
  }

  saveStaffing(page: StaffingPage): void {
    this.#recount.marking((marks) => saveStaffing(this.#parts.mirror, marks, page));
  }

  beginRecount(people: readonly RecountPerson[], rules: RecountRules): void {
    this.#recount.begin(people, rules, this.#zone);
  }

  commitRecount(batch: RecountBatch): void {
    this.#recount.commit(batch);
    this.#checkpoints.wrote(batch.people.reduce((rows, person) => rows + person.rows.length, 0));
  }

  agentHistory(agents: readonly string[]): AgentPeriod[] {
    return historyOf(this.#parts.mirror, this.#parts.notebook, agents);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#feed.clear();
    this.#checkpoints.close();
    const { mirror, mirrorReader, notebook, lock } = this.#parts;
    try {
      // The reader first: the last connection to close moves the log into the file.
      mirrorReader.close();
      mirror.close();
      notebook.close();
    } finally {
      lock.release();
    }
  }
}

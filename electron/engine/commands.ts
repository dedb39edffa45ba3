import { AppError } from '../../shared/errors/index.ts';
import { SCHEDULE_MAPPING, importFile, importSchedule, loadMapping } from '../files/index.ts';
import type { ImportProgress } from '../files/index.ts';
import { addException, removeException } from './exceptions.ts';
import { linksOf, personEntry } from './adherence-days.ts';
import { sourceConfig, testOf } from './source-config.ts';
import { verdictsOf } from './people.ts';
import { PRACTICE_SOURCE, PRACTICE_SOURCES } from './practice-host.ts';
import type { Caller, EngineContext } from './context.ts';
import type { CommandName, Commands, OutputOf, ParsedOf } from '../../shared/contract/index.ts';
import type { PracticeHost } from './practice-host.ts';

/** One handler for every command of the contract: a missing one does not compile. */
export type CommandHandlers = {
  [N in CommandName]: (
    input: ParsedOf<Commands[N]>,
    context: EngineContext,
    caller: Caller,
  ) => OutputOf<Commands[N]> | Promise<OutputOf<Commands[N]>>;
};

const done = { ok: true } as const;

/** The import under way in each engine: one at a time, since both would fight for the one writer. */
const imports = new WeakMap<EngineContext, AbortController>();

export const commandHandlers: CommandHandlers = {
  acknowledgeAlarm: ({ key, note }, { live, settings, now }) => {
    live.tellAlarms(live.desk.acknowledge(key, settings.get().actor, note, now()));
    return done;
  },

  snoozeAlarm: ({ key, minutes }, { live, settings, now }) => {
    const until = now() + minutes * 60_000;
    live.tellAlarms(live.desk.snooze(key, until, settings.get().actor, now()));
    return { until };
  },

  unsnoozeAlarm: ({ key }, { live, settings, now }) => {
    live.tellAlarms(live.desk.unsnooze(key, settings.get().actor, now()));
    return done;
  },

  saveSettings: (input, { settings }) => settings.save(input),

  addSource: async (input, context) => {
    const { settings, sources, store, now } = context;
    const { actor } = settings.get();
    keepApart(context, input.kind === 'practice');
    if (input.kind === 'practice') {
      await context.startPractice();
      audit(context, 'source-added', PRACTICE_SOURCE, { kind: 'practice' });
      return { id: PRACTICE_SOURCE };
    }
    const { id } = sources.add(input.kind, input.name, sourceConfig(input), actor);
    store.notebook.audit({ at: now(), actor, action: 'source-added', subject: id, detail: { kind: input.kind } });
    return { id };
  },

  testSource: async (input, { sources }) => {
    const capabilities = await testOf(input, sources);
    return {
      streams: Object.entries(capabilities).map(([stream, capability]) => ({
        stream,
        available: capability.available,
        reason: capability.available ? null : capability.reason,
      })),
    };
  },

  signIn: (input, { signIns }) => signIns.begin(input),

  cancelSignIn: (_input, { signIns }) => {
    signIns.cancel();
    return done;
  },

  pauseSource: ({ source, paused }, context) => {
    context.sources.pause(source, paused, context.settings.get().actor);
    audit(context, paused ? 'source-paused' : 'source-resumed', source, null);
    return done;
  },

  removeSource: async ({ source }, context) => {
    const { actor } = context.settings.get();
    // Half a practice floor would be neither simulated nor real: its sources go together.
    const known = context.store.reads.sources().map(({ id }) => id);
    const going = PRACTICE_SOURCES.has(source) ? known.filter((id) => PRACTICE_SOURCES.has(id)) : [source];
    for (const id of going) await context.sources.remove(id, actor);
    if (PRACTICE_SOURCES.has(source)) await context.stopPractice();
    for (const id of going) audit(context, 'source-removed', id, null);
    context.live.reload();
    return done;
  },

  importFile: ({ path, mapping }, context, caller) =>
    importing(context, async (signal) => {
      const { store, shippedMappings } = context;
      const rules = await loadMapping(mapping, { dataDir: store.directory, shippedDir: shippedMappings });
      audit(context, 'import-started', rules.source.id, { mapping: rules.name });
      const result = await importFile(store, path, { mapping: rules, signal, onProgress: progressTo(caller) });
      context.live.reload();
      const { file, rows, stored, repaired, duplicates, quarantined } = result;
      return { file, rows, stored, repaired, duplicates, quarantined };
    }),

  importSchedule: ({ path, mapping, zone }, context, caller) =>
    importing(context, async (signal) => {
      const { store, shippedMappings, settings, upkeep, now } = context;
      const places = { dataDir: store.directory, shippedDir: shippedMappings };
      const rules = await loadMapping(mapping ?? SCHEDULE_MAPPING, places);
      audit(context, 'import-started', rules.source.id, { mapping: rules.name });
      const result = await importSchedule(store, path, {
        mapping: rules,
        zone: zone ?? (mapping === null ? settings.get().zone : rules.zone),
        now: now(),
        signal,
        onProgress: progressTo(caller),
      });
      upkeep.kick();
      const { file, rows: read, shifts, people, duplicates, quarantined, unknownAgents } = result;
      return { file, rows: read, shifts, people, duplicates, quarantined, unknownAgents };
    }),

  cancelImport: (_input, context) => {
    imports.get(context)?.abort();
    return done;
  },

  startIncident: async ({ kind, queue, minutes, factor, source }, context) => {
    const id = await practiceOf(context).begin({ kind, queue, minutes, factor, source });
    context.log.info('incident started', { kind, minutes, source });
    return { id };
  },

  endIncident: async ({ id }, context) => {
    await practiceOf(context).end(id);
    return done;
  },

  setPracticeSpeed: async ({ speed }, context) => {
    await practiceOf(context).setSpeed(speed);
    context.live.setSpeed(speed);
    // Read again at the new pace.
    for (const source of context.store.reads.sources()) {
      if (PRACTICE_SOURCES.has(source.id)) context.sources.open(source);
    }
    return done;
  },

  addException: (input, context) => addException(input, context),

  removeException: (input, context) => {
    removeException(input, context);
    return done;
  },

  addNote: ({ person, at, text }, context) => {
    const { key: agent } = personEntry(context, person);
    return { id: context.store.notebook.addNote({ agent, at, text }, context.settings.get().actor) };
  },

  openVendorPage: ({ person, source }, context) => {
    const entry = personEntry(context, person);
    const link = linksOf(entry, context).find((one) => one.source === source);
    if (link === undefined) {
      throw new AppError({ code: 'not-found', message: 'This system has no page of its own for this person.' });
    }
    audit(context, 'vendor-page-opened', entry.key, { source });
    return { url: link.url };
  },

  decidePeople: (input, context) => {
    const { store, settings, live, upkeep } = context;
    store.notebook.decidePeople(verdictsOf(input, context), settings.get().actor);
    live.reload();
    upkeep.kick();
    return done;
  },

  setStateMapping: (mapping, { store, settings, upkeep }) => {
    store.setStateMapping(mapping, settings.get().actor);
    upkeep.kick();
    return done;
  },

  unmask: ({ source, contact }, context) => {
    const row = context.store.reads.contacts({ source, ids: [contact] })[0];
    if (row === undefined)
      throw new AppError({ code: 'not-found', message: 'This contact is not stored here any more.' });
    audit(context, 'customer-unmasked', `${source}/${contact}`, null);
    return { customer: row.customerKey };
  },
};

/** One import at a time. @throws AppError `refused` while another one runs */
async function importing<T>(context: EngineContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (imports.has(context)) {
    throw new AppError({
      code: 'refused',
      message: 'Another file is being imported. Wait for it, or cancel it first.',
    });
  }
  keepApart(context, false);
  const controller = new AbortController();
  imports.set(context, controller);
  try {
    return await work(controller.signal);
  } finally {
    imports.delete(context);
  }
}

/** Simulated and real figures never stand on one board. @throws AppError `refused` */
function keepApart({ store }: EngineContext, wantsPractice: boolean): void {
  const sources = store.reads.sources();
  if (wantsPractice && store.removals().some((id) => PRACTICE_SOURCES.has(id))) {
    throw new AppError({
      code: 'refused',
      message: 'The practice floor is still being removed. Wait until it is gone.',
    });
  }
  const hasPractice = sources.some(({ id }) => PRACTICE_SOURCES.has(id));
  if (hasPractice && !wantsPractice) {
    throw new AppError({
      code: 'refused',
      message:
        'This folder shows the practice floor. Remove it under Sources first: simulated and real figures must not mix.',
    });
  }
  if (!hasPractice && wantsPractice && sources.length > 0) {
    throw new AppError({
      code: 'refused',
      message:
        'This folder holds real figures. Start the practice floor in a folder of its own (npm start without --data).',
    });
  }
}

function progressTo(caller: Caller): (progress: ImportProgress) => void {
  return ({ file, share }) =>
    caller.tell({ type: 'progress', topic: 'import', done: Math.round(share * 1000), total: 1000, note: file });
}

function practiceOf(context: EngineContext): PracticeHost {
  const host = context.practice();
  if (host === null) throw new AppError({ code: 'refused', message: 'The practice floor is not running.' });
  return host;
}

function audit(context: EngineContext, action: string, subject: string, detail: Record<string, string> | null): void {
  const { store, settings, now } = context;
  store.notebook.audit({ at: now(), actor: settings.get().actor, action, subject, detail });
}

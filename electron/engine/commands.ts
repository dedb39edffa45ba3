import { AppError } from '../../shared/errors/index.ts';
import { importFile, loadMapping } from '../files/index.ts';
import { PRACTICE_SOURCE } from './practice-host.ts';
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
    if (input.baseUrl === null || input.email === null || input.secretRef === null) {
      throw new AppError({
        code: 'invalid-input',
        message: 'A Zendesk source needs an address, an e-mail and a token.',
      });
    }
    const { id } = sources.add(
      input.kind,
      input.name,
      {
        baseUrl: input.baseUrl,
        email: input.email,
        tokenEnv: input.secretRef,
        startTime: new Date(input.startTime).toISOString(),
      },
      actor,
    );
    store.notebook.audit({ at: now(), actor, action: 'source-added', subject: id, detail: { kind: input.kind } });
    return { id };
  },

  testSource: async (input, { sources }) => {
    const capabilities = await sources.test(
      input.kind,
      { baseUrl: input.baseUrl, email: input.email, tokenEnv: 'test' },
      input.secret,
    );
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
    await context.sources.remove(source, context.settings.get().actor);
    if (source === PRACTICE_SOURCE) await context.stopPractice();
    audit(context, 'source-removed', source, null);
    context.live.reload();
    return done;
  },

  importFile: async ({ path, mapping }, context, caller) => {
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
      const { store, shippedMappings } = context;
      const rules = await loadMapping(mapping, { dataDir: store.directory, shippedDir: shippedMappings });
      audit(context, 'import-started', rules.source.id, { mapping: rules.name });
      const result = await importFile(store, path, {
        mapping: rules,
        signal: controller.signal,
        onProgress: ({ file, share }) =>
          caller.tell({ type: 'progress', topic: 'import', done: Math.round(share * 1000), total: 1000, note: file }),
      });
      context.live.reload();
      const { file, rows, stored, repaired, duplicates, quarantined } = result;
      return { file, rows, stored, repaired, duplicates, quarantined };
    } finally {
      imports.delete(context);
    }
  },

  cancelImport: (_input, context) => {
    imports.get(context)?.abort();
    return done;
  },

  startIncident: async ({ kind, queue, minutes, factor }, context) => {
    const id = await practiceOf(context).begin({ kind, queue, minutes, factor });
    context.log.info('incident started', { kind, minutes });
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
    const source = context.store.reads.sources().find(({ id }) => id === PRACTICE_SOURCE);
    if (source !== undefined) context.sources.open(source);
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

/** Simulated and real figures never stand on one board. @throws AppError `refused` */
function keepApart({ store }: EngineContext, wantsPractice: boolean): void {
  const sources = store.reads.sources();
  if (wantsPractice && store.removals().includes(PRACTICE_SOURCE)) {
    throw new AppError({
      code: 'refused',
      message: 'The practice floor is still being removed. Wait until it is gone.',
    });
  }
  const hasPractice = sources.some(({ id }) => id === PRACTICE_SOURCE);
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

function practiceOf(context: EngineContext): PracticeHost {
  const host = context.practice();
  if (host === null) throw new AppError({ code: 'refused', message: 'The practice floor is not running.' });
  return host;
}

function audit(context: EngineContext, action: string, subject: string, detail: Record<string, string> | null): void {
  const { store, settings, now } = context;
  store.notebook.audit({ at: now(), actor: settings.get().actor, action, subject, detail });
}

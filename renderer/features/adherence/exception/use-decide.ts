import { useMemo } from 'react';
import type { CallInput } from '../../../api/index.ts';
import { remember, useCommand } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { errorText, formatTime, notify, t } from '../../../ui/index.ts';
import { closeDialog, decided } from './dialogs.ts';
import type { Named } from './dialogs.ts';

export interface Decide {
  /** Adds the exception, says so with the way back, and closes the dialog. */
  except(people: readonly Named[], input: Omit<CallInput<'addException'>, 'people'>): Promise<void>;
  takeBack(ids: readonly string[]): Promise<void>;
  note(person: Named, at: number, text: string): Promise<void>;
  busy: boolean;
  /** Why the last one was not carried out. */
  failure: string | null;
}

/** What a supervisor may decide about adherence. Failures stay in the dialog; what was done can be taken back. */
export function useDecide(): Decide {
  const add = useCommand('addException');
  const remove = useCommand('removeException');
  const keep = useCommand('addNote');
  const zone = useZone();
  return useMemo(() => {
    const takeBack = async (ids: readonly string[]) => {
      for (const id of ids) {
        const result = await remove.run({ id });
        if (!result.ok) {
          notify({ tone: 'breach', text: t('adherence.exception.notUndone', { reason: errorText(result.error) }) });
          return;
        }
      }
      decided();
      notify({ tone: 'info', text: t('adherence.exception.undone') });
    };
    return {
      takeBack,
      busy: add.busy || keep.busy,
      failure:
        add.error !== null
          ? t('adherence.exception.failed', { reason: errorText(add.error) })
          : keep.error !== null
            ? t('adherence.note.failed', { reason: errorText(keep.error) })
            : null,
      async except(people, input) {
        const result = await add.run({ ...input, people: people.map(({ key }) => key) });
        if (!result.ok) return;
        remember('adherence.approver', input.approver);
        closeDialog();
        decided();
        const { ids } = result.value;
        notify({
          tone: 'info',
          text: t('adherence.exception.saved', {
            who: whoText(people),
            from: formatTime(input.from, zone),
            to: formatTime(input.to, zone),
          }),
          action: { label: t('adherence.exception.undo'), perform: () => void takeBack(ids) },
        });
      },
      async note(person, at, text) {
        const result = await keep.run({ person: person.key, at, text });
        if (!result.ok) return;
        closeDialog();
        decided();
        notify({ tone: 'info', text: t('adherence.note.saved', { name: person.name }) });
      },
    };
  }, [add, remove, keep, zone]);
}

/** One name, or the first and how many more. */
export function whoText(people: readonly Named[]): string {
  const [first] = people;
  if (first === undefined) return '';
  if (people.length === 1) return first.name;
  return t('adherence.exception.people', { first: first.name, count: people.length - 1 });
}

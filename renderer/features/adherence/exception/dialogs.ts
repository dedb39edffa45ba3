import { create } from 'zustand';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import type { Activity, AgentState } from '../../../../shared/domain/records.ts';
import { notify, t } from '../../../ui/index.ts';
import { outSeconds } from '../order.ts';
import { QUARTER_MS, quarterOf } from '../track/time-window.ts';

/** Somebody a decision is about. */
export interface Named {
  /** The person's key. */
  key: string;
  name: string;
}

/** What a person is asked for. Instants epoch ms UTC. */
export type DialogRequest =
  | { kind: 'exception'; people: readonly Named[]; from: number; to: number }
  | {
      kind: 'excuse';
      person: Named;
      from: number;
      to: number;
      /** When the planned activity ends; null where nothing is planned. */
      plannedUntil: number | null;
      planned: Activity | null;
      actual: AgentState | null;
    }
  | { kind: 'note'; person: Named; at: number }
  | { kind: 'import' };

interface DialogState {
  open: DialogRequest | null;
  /** Rises with every decision that was carried out: for those who show what came of it. */
  changes: number;
}

export const useDialogs = create<DialogState>(() => ({ open: null, changes: 0 }));

export function openDialog(request: DialogRequest): void {
  useDialogs.setState({ open: request });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null });
}

/** Says that a decision was carried out. */
export function decided(): void {
  useDialogs.setState(({ changes }) => ({ changes: changes + 1 }));
}

const MINUTE_MS = 60_000;
const named = ({ key, name }: AdherenceRow): Named => ({ key, name });

/** Asks for an exception: of the deviation that lasts, else of the quarter hour under way. */
export function offerException(row: AdherenceRow, now: number): void {
  const out = outSeconds(row, now);
  const from = out === null || row.deviation === null ? quarterOf(now) : floorMinute(row.deviation.since);
  const to = out === null ? quarterOf(now) + QUARTER_MS : Math.max(from + MINUTE_MS, ceilMinute(now));
  openDialog({ kind: 'exception', people: [named(row)], from, to });
}

/** Asks to excuse the deviation that lasts; says so where there is none. */
export function offerExcuse(row: AdherenceRow, now: number): void {
  const { deviation } = row;
  if (deviation === null || deviation.excused !== null) {
    notify({ tone: 'info', text: t('adherence.action.nothingToExcuse', { name: row.name }) });
    return;
  }
  openDialog({
    kind: 'excuse',
    person: named(row),
    from: deviation.since,
    to: Math.max(deviation.since + 1000, Math.floor(now / 1000) * 1000),
    plannedUntil: row.scheduledUntil,
    planned: deviation.scheduled,
    actual: deviation.actual,
  });
}

/** Asks for a note on the person at the moment on screen. */
export function offerNote(row: AdherenceRow, now: number): void {
  openDialog({ kind: 'note', person: named(row), at: now });
}

const floorMinute = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
const ceilMinute = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

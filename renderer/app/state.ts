import { create } from 'zustand';
import type { Figure, Moment, Scope } from '../../shared/contract/index.ts';
import { recall, remember } from '../api/index.ts';
import type { Anchor } from '../ui/index.ts';

/** A row of the floor. */
export interface Subject {
  kind: 'queue' | 'agent';
  /** `source/id`. */
  key: string;
}

/** A number that was opened. */
export interface Question {
  figure: Figure;
  /** `source/id`; null: the whole scope. */
  queue: string | null;
  agent: string | null;
  window: 'now' | 'day';
  /** The figure on screen, in window pixels. */
  anchor: Anchor;
}

interface UiState {
  scope: Scope;
  moment: Moment;
  /** "Pause updates": the picture is held still. */
  paused: boolean;
  subject: Subject | null;
  question: Question | null;
  trayOpen: boolean;
  overlay: 'palette' | 'help' | 'search' | null;
}

/** State of the window and of nothing else: rows of the engine are never kept here. */
export const useUi = create<UiState>(() => ({
  scope: recall('scope', readScope, { queues: [], teams: [] }),
  moment: { kind: 'now' },
  paused: false,
  subject: null,
  question: null,
  trayOpen: false,
  overlay: null,
}));

export function setScope(scope: Scope): void {
  remember('scope', scope);
  useUi.setState({ scope });
}

/** Now, or a replayed instant at a speed. */
export function setMoment(moment: Moment): void {
  useUi.setState({ moment });
}

/** Opens the details of a row; the same row again closes them. */
export function openSubject(subject: Subject): void {
  const was = useUi.getState().subject;
  const same = was !== null && was.kind === subject.kind && was.key === subject.key;
  useUi.setState({ subject: same ? null : subject, question: null, trayOpen: false });
}

/** Opens "why this number". */
export function openQuestion(question: Question): void {
  useUi.setState({ question });
}

/** Closes the innermost thing that is open; in a replay with nothing open, returns to now. @returns whether there was something */
export function escape(): boolean {
  const { question, subject, trayOpen, moment } = useUi.getState();
  if (question !== null) useUi.setState({ question: null });
  else if (trayOpen) useUi.setState({ trayOpen: false });
  else if (subject !== null) useUi.setState({ subject: null });
  else if (moment.kind === 'replay') setMoment({ kind: 'now' });
  else return false;
  return true;
}

function readScope(value: unknown): Scope | null {
  if (typeof value !== 'object' || value === null || !('queues' in value) || !('teams' in value)) return null;
  const { queues, teams } = value;
  return isTexts(queues) && isTexts(teams) ? { queues, teams } : null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

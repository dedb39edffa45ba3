import type { ComponentType } from 'react';
import type { Link } from '../api/index.ts';
import type { Question, Subject } from './state.ts';

/** Places of the shell and the floor that features fill; an empty one takes no room. */
export interface Slots {
  /** Details of a row, over the right side of the floor. Renders its own `SlideOver`. */
  details: { subject: Subject; onClose(): void };
  /** "Why this number", at the figure that was opened. Renders its own popover at `question.anchor`. */
  why: { question: Question; onClose(): void };
  /** The alarm tray; the button with the counts is the shell's. Renders its own `SlideOver`. */
  alarmTray: { onClose(): void };
  /** The day's strip at the bottom of the floor. */
  replayBar: object;
  /** `#/wallboard`: the whole window, without rail and top bar. */
  wallboard: object;
  /** In the top bar, while the floor is the practice floor. */
  practice: object;
  /** The whole window while the engine has stopped and a repair is on offer. */
  recovery: { link: Link };
}

export type SlotName = keyof Slots;

const filled: { [N in SlotName]?: ComponentType<Slots[N]> } = {};

/** Puts a component into a slot. Called from `features/<area>/register.ts`. */
export function fillSlot<N extends SlotName>(name: N, component: ComponentType<Slots[N]>): void {
  Object.assign(filled, { [name]: component });
}

/** The component in a slot; null while nobody filled it. */
export function slot<N extends SlotName>(name: N): ComponentType<Slots[N]> | null {
  return filled[name] ?? null;
}

interface Background {
  id: string;
  Component: ComponentType;
}

const background: Background[] = [];

/** Mounts a component without a place of its own for as long as a board window lives: live regions, actions, dialogs. */
export function addBackground(id: string, Component: ComponentType): void {
  if (!background.some((known) => known.id === id)) background.push({ id, Component });
}

/** What runs beside the screens, for the shell to mount once. */
export function allBackground(): readonly Background[] {
  return background;
}

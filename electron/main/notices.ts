import { Notification } from 'electron';
import type { EngineToMain } from '../engine/messages.ts';
import type { Windows } from './windows.ts';

type Alarm = Extract<EngineToMain, { type: 'alarm' }>;

/** System notifications for breaches while nobody looks at the board. One per alarm, replaced when it changes; clicking opens the board. */
export class AlarmNotices {
  readonly #windows: Windows;
  readonly #shown = new Map<string, Notification>();

  constructor(windows: Windows) {
    this.#windows = windows;
  }

  raise(alarm: Alarm): void {
    if (alarm.level !== 'breach' || !Notification.isSupported()) return;
    if (this.#windows.all().some((window) => window.isFocused())) return;
    this.#shown.get(alarm.key)?.close();
    const notice = new Notification({ title: alarm.who, body: sentence(alarm), silent: true });
    notice.on('click', () => this.#windows.show('board', '/floor'));
    notice.on('close', () => this.#shown.delete(alarm.key));
    this.#shown.set(alarm.key, notice);
    notice.show();
  }
}

/** Figures only: the rule's name and its numbers need no language of their own. */
function sentence(alarm: Alarm): string {
  const figure = alarm.value === null ? '' : ` ${Math.round(alarm.value * 100) / 100}`;
  return `${alarm.rule}${figure}${alarm.limit === null ? '' : ` / ${alarm.limit}`}`;
}

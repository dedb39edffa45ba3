import { useEffect, useRef, useState } from 'react';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { t } from '../ui/index.ts';
import { alarmReason } from './alarm-words.ts';
import { useFloor } from './providers.tsx';
import { useUi } from './state.ts';

/** Real milliseconds between two announcements: a screen reader must be able to finish. */
const REST_MS = 10_000;
const MOST = 3;

/** Speaks new alarms politely and seldom; breaches first, the rest as a count. */
export function AlarmAnnouncer() {
  const { alarms } = useFloor().parts;
  const quiet = useUi((state) => state.paused || state.moment.kind === 'replay');
  const [text, setText] = useState('');
  const seen = useRef<Set<string> | null>(null);
  const fresh = useRef(new Map<string, AlarmRow>());
  useEffect(() => {
    // A replay or a held picture has no news; afterwards only what comes on top of the picture then is new.
    seen.current = null;
    fresh.current.clear();
    if (quiet) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const speak = () => {
      timer = null;
      if (fresh.current.size === 0) return;
      setText(announcement([...fresh.current.values()]));
      fresh.current.clear();
      timer = setTimeout(speak, REST_MS);
    };
    const look = () => {
      const known = seen.current;
      const now = new Set<string>();
      for (const row of alarms.rows()) {
        if (row.level !== 'warning' && row.level !== 'breach') continue;
        const mark = `${row.key} ${row.level}`;
        now.add(mark);
        // What was there when the window opened is in the tray; only what comes on top is spoken.
        if (known === null || known.has(mark) || row.snoozedUntil !== null || row.acknowledgedAt !== null) continue;
        fresh.current.set(row.key, row);
      }
      seen.current = now;
      if (fresh.current.size > 0 && timer === null) speak();
    };
    const stop = alarms.subscribeAny(look);
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [alarms, quiet]);
  return (
    <output className="wf-hidden" aria-live="polite">
      {text}
    </output>
  );
}

function announcement(rows: AlarmRow[]): string {
  const sorted = rows.sort((a, b) => Number(b.level === 'breach') - Number(a.level === 'breach'));
  const said = sorted
    .slice(0, MOST)
    .map((row) => t('app.announce', { level: t(`words.level.${row.level}`), who: row.who, reason: alarmReason(row) }));
  const more = sorted.length - said.length;
  return more > 0 ? `${said.join(' ')} ${t('app.announceMore', { count: more })}` : said.join(' ');
}

import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { chordOf } from '../../actions/keys.ts';
import { Kbd, t } from '../../ui/index.ts';

interface KeyRecorderProps {
  /** What it is for, for screen readers. */
  label: string;
  keys: string | null;
  /** Said where there are no keys. */
  none: string;
  /** Null: switched off. */
  onKeys(keys: string | null): void;
}

/** How long a second key may take, in real milliseconds. */
const SECOND_MS = 1000;
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

/** A button that takes the next keys pressed: one, or two in a row. */
export function KeyRecorder({ label, keys, none, onKeys }: KeyRecorderProps) {
  const [recording, setRecording] = useState(false);
  const [first, setFirst] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const stop = () => {
    clearTimeout(timer.current);
    setRecording(false);
    setFirst(null);
  };
  const finish = (value: string | null) => {
    stop();
    onKeys(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording) return;
    if (event.key === 'Tab') return stop();
    event.preventDefault();
    event.stopPropagation();
    if (MODIFIERS.has(event.key)) return undefined;
    if (event.key === 'Escape') return stop();
    if (event.key === 'Backspace' || event.key === 'Delete') return finish(null);
    const chord = chordOf(event.nativeEvent);
    clearTimeout(timer.current);
    if (first !== null) return finish(`${first} ${chord}`);
    if (chord.includes('+') || chord.length > 1) return finish(chord);
    setFirst(chord);
    timer.current = setTimeout(() => finish(chord), SECOND_MS);
    return undefined;
  };
  return (
    <button
      type="button"
      className="wf-recorder"
      data-recording={recording ? '' : undefined}
      aria-label={label}
      aria-pressed={recording}
      onClick={() => {
        if (!recording) setRecording(true);
      }}
      onKeyDown={onKeyDown}
      onBlur={stop}
    >
      {recording ? (
        <span aria-live="polite">
          {first === null ? t('settings.shortcuts.press') : t('settings.shortcuts.second', { first })}
        </span>
      ) : keys === null ? (
        <span className="wf-muted">{none}</span>
      ) : (
        <Kbd keys={keys} />
      )}
    </button>
  );
}

import { useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { WireError } from '../../../shared/errors/index.ts';
import { useZone } from '../../app/providers.tsx';
import { Badge, Banner, Button, DASH, Empty, errorText, formatDateTime, t } from '../../ui/index.ts';
import type { Anchor } from '../../ui/index.ts';
import type { AlarmLevel } from '../../../shared/contract/index.ts';
import './figures.css';

/** A titled part of the panel. */
export function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="wf-details-part" aria-labelledby={id}>
      <header>
        <h3 id={id}>{title}</h3>
        {actions}
      </header>
      {children}
    </section>
  );
}

interface FigureProps {
  name: string;
  /** Null: no data; the note says why. */
  value: ReactNode | null;
  note: string;
  level?: AlarmLevel;
  /** Opens "why this number". */
  onOpen?(anchor: Anchor): void;
}

/** One figure with what it is measured by. */
export function Figure({ name, value, note, level = 'normal', onOpen }: FigureProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const inner = (
    <>
      <span className="wf-figure-name wf-clip">{name}</span>
      <span className="wf-figure-value">
        {value === null ? <span className="wf-muted">{DASH}</span> : <Badge level={level}>{value}</Badge>}
        {(level === 'warning' || level === 'breach') && <span className="wf-hidden">{t(`words.level.${level}`)}</span>}
      </span>
      <span className="wf-figure-note">{note}</span>
    </>
  );
  if (onOpen === undefined) return <div className="wf-figure">{inner}</div>;
  return (
    <button
      ref={ref}
      type="button"
      className="wf-figure"
      data-tip={t('details.figure.open', { figure: name })}
      onClick={() => {
        const box = ref.current?.getBoundingClientRect();
        if (box !== undefined) onOpen({ x: box.x, y: box.y, width: box.width, height: box.height });
      }}
    >
      {inner}
    </button>
  );
}

/** Said while there is nothing yet, or where it could not be read. Null once there is something. */
export function Pending({ error, again }: { error: WireError | null; again(): void }) {
  if (error === null) return <p className="wf-muted">{t('details.loading')}</p>;
  return (
    <Empty
      title={t('details.failed', { reason: errorText(error) })}
      actions={<Button onPress={again}>{t('details.again')}</Button>}
    />
  );
}

/** Said above figures that are old or of a row that has left. */
export function Freshness({ gone, stale, asOf }: { gone: boolean; stale: boolean; asOf: number | null }) {
  const zone = useZone();
  if (gone) return <Banner tone="info" title={t('details.gone')} />;
  if (!stale) return null;
  const time = asOf === null ? DASH : formatDateTime(asOf, zone);
  return <Banner tone="warning" title={t('details.stale', { time })} />;
}

/** The row is not there at all. */
export function Unknown() {
  return <Empty title={t('details.unknown.title')}>{t('details.unknown.text')}</Empty>;
}

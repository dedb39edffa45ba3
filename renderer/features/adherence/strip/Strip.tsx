import type { AdherenceTile, Figure } from '../../../../shared/contract/index.ts';
import { useRow } from '../../../api/index.ts';
import { useSettings } from '../../../app/providers.tsx';
import { openQuestion } from '../../../app/state.ts';
import { t } from '../../../ui/index.ts';
import { Tile } from '../../../ui/Tile.tsx';
import { useAdherence } from '../live.tsx';
import { tileNote, tileUnit, tileValue } from './tile-words.ts';
import './strip.css';

const TILES = ['adherence', 'out', 'hurting', 'conformance', 'shrinkage'] as const satisfies AdherenceTile['key'][];

const FIGURES: Readonly<Record<AdherenceTile['key'], Figure>> = {
  adherence: 'adherence',
  out: 'outOfAdherence',
  hurting: 'hurting',
  conformance: 'conformance',
  shrinkage: 'shrinkage',
};
const NO_TREND: readonly null[] = [];

/** The five figures of the day; each opens "why this number". */
export function Strip() {
  return (
    <section className="wf-adherence-strip" aria-label={t('adherence.strip')}>
      {TILES.map((name) => (
        <StripTile key={name} name={name} />
      ))}
    </section>
  );
}

function StripTile({ name }: { name: AdherenceTile['key'] }) {
  const row = useRow(useAdherence().parts.tiles, name);
  const count = useSettings().settings?.adherence.count ?? 'all';
  const title = name === 'adherence' ? t(`adherence.tile.adherence.${count}`) : t(`adherence.tile.${name}`);
  if (row === undefined) {
    return <Tile title={title} value={null} note="" trend={NO_TREND} level="normal" asOf={null} />;
  }
  return (
    <Tile
      title={title}
      value={tileValue(row)}
      unit={tileUnit(row)}
      note={tileNote(row)}
      trend={row.trend}
      level={row.stale ? 'stale' : row.level}
      asOf={row.asOf}
      onOpen={(anchor) =>
        openQuestion({
          figure: FIGURES[name],
          queue: null,
          agent: null,
          window: name === 'out' ? 'now' : 'day',
          anchor,
        })
      }
    />
  );
}

import type { AgentRow, StripRow } from '../../../shared/contract/index.ts';
import { useDerived, useRow } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { openQuestion } from '../../app/state.ts';
import { STRIP_KEYS } from '../../app/strip-keys.ts';
import { t } from '../../ui/index.ts';
import { Tile } from '../../ui/Tile.tsx';
import { tileNote, tileTitle, tileUnit, tileValue } from './tile-words.ts';
import type { Away } from './tile-words.ts';

/** The six figures at the top. */
export function Strip() {
  return (
    <section className="wf-strip" aria-label={t('floor.strip')}>
      {STRIP_KEYS.map((key) => (
        <StripTile key={key} name={key} />
      ))}
    </section>
  );
}

function StripTile({ name }: { name: StripRow['key'] }) {
  const { strip, agents } = useFloor().parts;
  const row = useRow(strip, name);
  const away = useDerived(agents, name === 'available' ? countAway : nobody);
  if (row === undefined)
    return (
      <Tile
        title={t(`floor.tile.${name}`)}
        value={null}
        note={t('floor.tile.none')}
        trend={NO_TREND}
        level="normal"
        asOf={null}
      />
    );
  return (
    <Tile
      title={tileTitle(row)}
      value={tileValue(row)}
      since={row.unit === 'since' ? row.value : null}
      unit={tileUnit(row)}
      note={tileNote(row, away)}
      trend={row.trend}
      level={row.stale ? 'stale' : row.level}
      asOf={row.asOf}
      onOpen={(anchor) => openQuestion({ figure: row.key, queue: null, agent: null, window: 'now', anchor })}
    />
  );
}

const NO_TREND: readonly null[] = [];
const NOBODY: Away = { onBreak: 0, help: 0 };

function nobody(): Away {
  return NOBODY;
}

function countAway(rows: Iterable<AgentRow>): Away {
  const away = { onBreak: 0, help: 0 };
  for (const { state } of rows) {
    if (state === 'break' || state === 'lunch') away.onBreak += 1;
    else if (state === 'help') away.help += 1;
  }
  return away;
}

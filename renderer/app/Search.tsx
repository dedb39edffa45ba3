import { useAwake } from '../api/index.ts';
import { t } from '../ui/index.ts';
import { Finder } from '../ui/Finder.tsx';
import type { Found } from '../ui/Finder.tsx';
import { ChannelIcon, StateIcon } from './marks.tsx';
import { useFloor } from './providers.tsx';
import { go } from './route.ts';
import { useUi } from './state.ts';

const MOST = 30;

/** Finds a queue or an agent of the floor by name and opens it. */
export function Search({ onClose }: { onClose(): void }) {
  const { queues, agents } = useFloor().parts;
  useAwake(queues);
  useAwake(agents);
  const find = (text: string): Found[] => {
    const wanted = text.trim().toLocaleLowerCase();
    const found: (Found & { rank: number })[] = [];
    // A name that begins with the text comes before one that holds it.
    const rank = (name: string) => name.toLocaleLowerCase().indexOf(wanted);
    for (const row of queues.rows()) {
      const at = rank(row.name);
      if (at < 0) continue;
      found.push({
        id: `queue ${row.key}`,
        label: row.name,
        note: t('app.searchQueue'),
        icon: <ChannelIcon channel={row.channel} />,
        rank: at,
      });
    }
    for (const row of agents.rows()) {
      const at = rank(row.name);
      if (at < 0) continue;
      found.push({
        id: `agent ${row.key}`,
        label: row.name,
        note: row.team ?? t('app.searchAgent'),
        icon: <StateIcon state={row.state} />,
        rank: at,
      });
    }
    return found.sort((a, b) => a.rank - b.rank || a.label.localeCompare(b.label)).slice(0, MOST);
  };
  return (
    <Finder
      label={t('actions.search')}
      placeholder={t('app.searchHint')}
      find={find}
      none={t('app.searchNone')}
      onChoose={(id) => {
        const kind = id.startsWith('queue ') ? 'queue' : 'agent';
        go('floor');
        useUi.setState({ subject: { kind, key: id.slice(kind.length + 1) }, question: null, trayOpen: false });
      }}
      onClose={onClose}
    />
  );
}

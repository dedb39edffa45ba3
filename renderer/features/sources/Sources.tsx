import { FileUp, Plug } from 'lucide-react';
import { useState } from 'react';
import type { SourceRow } from '../../../shared/contract/index.ts';
import { useCell, useOrdering } from '../../api/index.ts';
import { useSources } from '../../app/providers.tsx';
import { go, useRoute } from '../../app/route.ts';
import { Banner, Button, Empty, errorText, t } from '../../ui/index.ts';
import { ConnectWizard } from './connect/ConnectWizard.tsx';
import { FirstRun } from './FirstRun.tsx';
import { ImportWizard } from './import/ImportWizard.tsx';
import { QuarantineDialog } from './QuarantineDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { SourceCard } from './SourceCard.tsx';
import { TokenDialog } from './TokenDialog.tsx';
import './sources.css';

const RULE = {
  filter: () => true,
  compare: (a: SourceRow, b: SourceRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1),
};

type Open = { kind: 'quarantine' | 'remove' | 'token'; source: SourceRow } | null;

/** Where the figures come from: a card per source, and the ways to add one. `#/sources/connect` and `#/sources/import` open the wizards. */
export function Sources() {
  const sources = useSources();
  const { phase, error } = useCell(sources.status);
  const keys = useOrdering(sources.parts.sources, RULE, false);
  const { rest } = useRoute();
  const [open, setOpen] = useState<Open>(null);
  const closeWizard = () => go('sources');
  return (
    <div className="wf-sources">
      {phase === 'lost' && <Banner tone="warning" title={t('sources.lost')} />}
      {phase === 'refused' && error !== null && (
        <Banner tone="breach" title={t('sources.refused', { reason: errorText(error) })} />
      )}
      <header className="wf-sources-head">
        <h1>{t('sources.title')}</h1>
        {keys.length > 0 && <span className="wf-muted">{t('sources.subtitle', { count: keys.length })}</span>}
        <div className="wf-sources-actions">
          <Button icon={<FileUp />} onPress={() => go('sources/import')}>
            {t('sources.import')}
          </Button>
          <Button icon={<Plug />} onPress={() => go('sources/connect')}>
            {t('sources.connect')}
          </Button>
        </div>
      </header>
      {phase === 'loading' ? (
        <Empty title={t('sources.loading')} />
      ) : keys.length === 0 ? (
        <FirstRun />
      ) : (
        <ul className="wf-sources-list">
          {keys.map((key) => (
            <SourceCard
              key={key}
              sourceKey={key}
              onQuarantine={(source) => setOpen({ kind: 'quarantine', source })}
              onRemove={(source) => setOpen({ kind: 'remove', source })}
              onToken={(source) => setOpen({ kind: 'token', source })}
            />
          ))}
        </ul>
      )}
      {rest === 'connect' && <ConnectWizard onClose={closeWizard} />}
      {rest === 'import' && <ImportWizard onClose={closeWizard} />}
      {open?.kind === 'quarantine' && (
        <QuarantineDialog source={open.source.key} name={open.source.name} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'token' && typeof open.source.secretRef === 'string' && (
        <TokenDialog
          source={open.source.key}
          name={open.source.name}
          secretRef={open.source.secretRef}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'remove' && <RemoveDialog source={open.source} onClose={() => setOpen(null)} />}
    </div>
  );
}

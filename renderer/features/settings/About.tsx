import { useEffect, useState } from 'react';
import { useQuery, useShell } from '../../api/index.ts';
import type { WireError } from '../../../shared/errors/index.ts';
import { errorText, Panel, t } from '../../ui/index.ts';

interface Versions {
  app: string;
  electron: string;
  chrome: string;
  node: string;
  runtime: string;
}

/** Versions, the runtime in use and where the data are. */
export function About() {
  const { run } = useShell('versions');
  const { value, error } = useQuery('about', {});
  const [versions, setVersions] = useState<Versions | WireError | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const result = await run({});
      if (current) setVersions(result.ok ? result.value : result.error);
    };
    void ask();
    return () => {
      current = false;
    };
  }, [run]);
  const main = (read: (known: Versions) => string): string => {
    if (versions === null) return t('settings.about.reading');
    return 'code' in versions ? t('settings.about.unread', { reason: errorText(versions) }) : read(versions);
  };
  const engine = (read: (known: NonNullable<typeof value>) => string): string => {
    if (value !== null) return read(value);
    return error === null ? t('settings.about.reading') : t('settings.about.unread', { reason: errorText(error) });
  };
  const lines: [string, string][] = [
    [t('settings.about.app'), main(({ app }) => app)],
    [t('settings.about.runtime'), main(({ runtime }) => runtime)],
    [t('settings.about.electron'), main(({ electron }) => electron)],
    [t('settings.about.chrome'), main(({ chrome }) => chrome)],
    [t('settings.about.node'), main(({ node }) => node)],
    [t('settings.about.engine'), engine((known) => t(`settings.about.engine.${known.engine}`, { node: known.node }))],
    [t('settings.about.sqlite'), engine(({ sqlite }) => sqlite)],
    [t('settings.about.pid'), engine(({ pid }) => String(pid))],
    [t('settings.about.data'), engine(({ dataFolder }) => dataFolder)],
  ];
  return (
    <Panel title={t('settings.section.about')}>
      <div className="wf-settings-body">
        <dl className="wf-about wf-selectable">
          {lines.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <p className="wf-muted">{t('settings.about.offline')}</p>
      </div>
    </Panel>
  );
}

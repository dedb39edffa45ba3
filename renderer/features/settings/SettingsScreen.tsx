import { useSettings } from '../../app/providers.tsx';
import { Empty, t } from '../../ui/index.ts';
import { About } from './About.tsx';
import { Look } from './Look.tsx';
import { People } from './People.tsx';
import { Region } from './Region.tsx';
import { ServiceLevel } from './ServiceLevel.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import './settings.css';

/** Everything that can be set, on one page. */
export function SettingsScreen() {
  const { settings } = useSettings();
  return (
    <div className="wf-settings">
      <header className="wf-settings-head">
        <h1>{t('settings.title')}</h1>
      </header>
      {settings === null ? (
        <Empty title={t('settings.loading')} />
      ) : (
        <div className="wf-settings-columns">
          <div>
            <Look settings={settings} />
            <Region settings={settings} />
            <People settings={settings} />
            <About />
          </div>
          <div>
            <ServiceLevel settings={settings} />
          </div>
          <div>
            <Shortcuts settings={settings} />
          </div>
        </div>
      )}
    </div>
  );
}

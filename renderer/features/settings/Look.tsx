import type { Settings } from '../../../shared/contract/index.ts';
import { useShell } from '../../api/index.ts';
import { Panel, t } from '../../ui/index.ts';
import { Choice } from './Choice.tsx';
import { useSave } from './use-save.ts';

const THEMES = ['system', 'dark', 'light'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;

/** Theme and density. */
export function Look({ settings }: { settings: Settings }) {
  const save = useSave();
  const shell = useShell('setTheme');
  const setTheme = async (theme: Settings['theme']) => {
    // Menus and dialogs of the system follow too.
    if (await save({ theme })) await shell.run({ theme });
  };
  return (
    <Panel title={t('settings.section.look')}>
      <div className="wf-settings-body">
        <Choice
          label={t('settings.theme')}
          options={THEMES.map((id) => ({ id, label: t(`settings.theme.${id}`) }))}
          value={settings.theme}
          onChange={(theme) => void setTheme(theme)}
        />
        <Choice
          label={t('settings.density')}
          options={DENSITIES.map((id) => ({ id, label: t(`settings.density.${id}`) }))}
          value={settings.density}
          onChange={(density) => void save({ density })}
        />
      </div>
    </Panel>
  );
}

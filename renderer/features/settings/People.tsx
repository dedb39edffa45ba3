import { useState } from 'react';
import type { Settings } from '../../../shared/contract/index.ts';
import { Button, Panel, Switch, t, TextField } from '../../ui/index.ts';
import { useSave } from './use-save.ts';

/** Who decides, and who is hidden. */
export function People({ settings }: { settings: Settings }) {
  const save = useSave();
  const [actor, setActor] = useState(settings.actor);
  const trimmed = actor.trim();
  const changed = trimmed !== settings.actor;
  const submit = () => {
    if (changed && trimmed !== '') void save({ actor: trimmed });
  };
  return (
    <Panel title={t('settings.section.people')}>
      <div className="wf-settings-body">
        <Switch
          label={t('settings.mask')}
          help={t('settings.mask.help')}
          on={settings.maskCustomers}
          onChange={(maskCustomers) => void save({ maskCustomers })}
        />
        <div className="wf-settings-actor">
          <TextField
            label={t('settings.actor')}
            help={t('settings.actor.help')}
            value={actor}
            onChange={setActor}
            error={trimmed === '' ? t('settings.actor.empty') : null}
            onSubmit={submit}
          />
          {changed && trimmed !== '' && <Button onPress={submit}>{t('settings.actor.save')}</Button>}
        </div>
      </div>
    </Panel>
  );
}

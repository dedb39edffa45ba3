import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Settings } from '../../../shared/contract/index.ts';
import { ACTION_GROUPS, keysOf, useAllActions } from '../../actions/index.ts';
import type { Action } from '../../actions/index.ts';
import { Button, IconButton, Panel, t } from '../../ui/index.ts';
import { KeyRecorder } from './KeyRecorder.tsx';
import { conflictOf, isReserved, withShortcut } from './shortcut-rules.ts';
import { useSave } from './use-save.ts';

interface Conflict {
  action: Action;
  keys: string;
  /** Null: the keys are reserved. */
  holder: Action | null;
}

/** Every shortcut: remapped, switched off, or back to what it was. */
export function Shortcuts({ settings }: { settings: Settings }) {
  const actions = useAllActions();
  const save = useSave();
  const { shortcuts } = settings;
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const set = (action: Action, keys: string | null, loser: Action | null = null) => {
    setConflict(null);
    void save({ shortcuts: withShortcut(shortcuts, action, keys, loser) });
  };
  const want = (action: Action, keys: string | null) => {
    if (keys === null) return set(action, null);
    if (isReserved(keys)) return setConflict({ action, keys, holder: null });
    const holder = conflictOf(keys, action.name, actions, shortcuts);
    if (holder !== null) return setConflict({ action, keys, holder });
    return set(action, keys);
  };
  return (
    <Panel
      title={t('settings.section.shortcuts')}
      actions={
        Object.keys(shortcuts).length > 0 && (
          <Button kind="quiet" onPress={() => void save({ shortcuts: {} })}>
            {t('settings.shortcuts.resetAll')}
          </Button>
        )
      }
    >
      <div className="wf-settings-body">
        <p className="wf-muted">{t('settings.shortcuts.intro')}</p>
        {ACTION_GROUPS.map((group) => {
          const listed = actions.filter((action) => action.group === group);
          if (listed.length === 0) return null;
          return (
            <section key={group} className="wf-shortcut-group">
              <h3>{t(`actions.group.${group}`)}</h3>
              <ul>
                {listed.map((action) => (
                  <Line
                    key={action.name}
                    action={action}
                    keys={keysOf(action, shortcuts)}
                    changed={action.name in shortcuts}
                    conflict={conflict?.action.name === action.name ? conflict : null}
                    onKeys={(keys) => want(action, keys)}
                    onReset={() => want(action, action.keys)}
                    onTake={(taken) => set(action, taken.keys, taken.holder)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

interface LineProps {
  action: Action;
  keys: string | null;
  changed: boolean;
  conflict: Conflict | null;
  onKeys(keys: string | null): void;
  onReset(): void;
  onTake(conflict: Conflict): void;
}

function Line({ action, keys, changed, conflict, onKeys, onReset, onTake }: LineProps) {
  const name = t(action.label);
  const none = t(action.keys === null && !changed ? 'settings.shortcuts.none' : 'settings.shortcuts.off');
  return (
    <li>
      <div className="wf-shortcut">
        <span className="wf-clip">{name}</span>
        {changed && (
          <IconButton
            label={
              action.keys === null
                ? t('settings.shortcuts.reset.none')
                : t('settings.shortcuts.reset', { keys: action.keys })
            }
            onPress={onReset}
          >
            <RotateCcw />
          </IconButton>
        )}
        <KeyRecorder
          label={t('settings.shortcuts.change', { action: name, keys: keys ?? none })}
          keys={keys}
          none={none}
          onKeys={onKeys}
        />
      </div>
      {conflict !== null && (
        <p className="wf-shortcut-conflict" role="alert">
          {conflict.holder === null
            ? t('settings.shortcuts.reserved', { keys: conflict.keys })
            : t('settings.shortcuts.conflict', { keys: conflict.keys, action: t(conflict.holder.label) })}
          {conflict.holder !== null && <Button onPress={() => onTake(conflict)}>{t('settings.shortcuts.take')}</Button>}
        </p>
      )}
    </li>
  );
}

import { keysOf, performAction, useAllActions } from '../actions/index.ts';
import { t } from '../ui/index.ts';
import { Finder } from '../ui/Finder.tsx';
import type { Found } from '../ui/Finder.tsx';
import { useSettings } from './providers.tsx';

/** Every action that can be done now, by its words. */
export function Palette({ onClose }: { onClose(): void }) {
  const actions = useAllActions();
  const { settings } = useSettings();
  const find = (text: string): Found[] => {
    const wanted = text.trim().toLocaleLowerCase();
    return actions
      .filter((action) => action.quiet !== true && action.when?.() !== false)
      .map((action) => {
        const { icon: Icon } = action;
        return {
          id: action.name,
          label: t(action.label),
          note: t(`actions.group.${action.group}`),
          keys: keysOf(action, settings?.shortcuts ?? {}),
          ...(Icon === undefined ? {} : { icon: <Icon /> }),
        };
      })
      .filter(({ label }) => wanted === '' || label.toLocaleLowerCase().includes(wanted));
  };
  return (
    <Finder
      label={t('actions.palette')}
      placeholder={t('app.paletteHint')}
      find={find}
      none={t('app.paletteNone')}
      onChoose={performAction}
      onClose={onClose}
    />
  );
}

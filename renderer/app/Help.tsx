import { ACTION_GROUPS, keysOf, useAllActions } from '../actions/index.ts';
import { Dialog, Kbd, t } from '../ui/index.ts';
import { useSettings } from './providers.tsx';

/** The shortcuts in force, by group. */
export function Help({ onClose }: { onClose(): void }) {
  const actions = useAllActions();
  const { settings } = useSettings();
  return (
    <Dialog title={t('actions.help')} open onClose={onClose} size="wide">
      <div className="wf-help">
        {ACTION_GROUPS.map((group) => {
          const listed = actions
            .filter((action) => action.group === group)
            .map((action) => ({ action, keys: keysOf(action, settings?.shortcuts ?? {}) }))
            .filter(({ keys }) => keys !== null);
          if (listed.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`actions.group.${group}`)}</h3>
              <dl>
                {listed.map(({ action, keys }) => (
                  <div key={action.name}>
                    <dt>{t(action.label)}</dt>
                    <dd>{keys !== null && <Kbd keys={keys} />}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <section>
          <h3>{t('app.helpGrid')}</h3>
          <dl>
            <div>
              <dt>{t('app.helpArrows')}</dt>
              <dd>
                <Kbd keys="↑ ↓ ← →" />
              </dd>
            </div>
            <div>
              <dt>{t('app.helpEnter')}</dt>
              <dd>
                <Kbd keys="Enter" />
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

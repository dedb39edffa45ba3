import { Settings2, SunMoon } from 'lucide-react';
import { useState } from 'react';
import { Checkbox, CheckboxGroup, ListBox, ListBoxItem } from 'react-aria-components';
import type { QueueRow } from '../../../shared/contract/index.ts';
import { STRIP_KEYS } from '../../app/strip-keys.ts';
import type { ViewInput } from '../../api/index.ts';
import { useDerived, useLive } from '../../api/index.ts';
import { useSettings } from '../../app/providers.tsx';
import { setTheme } from '../../app/theme.ts';
import { Button, IconButton, PopoverButton, t, TextField } from '../../ui/index.ts';
import { FEWEST, MOST, toggleTile } from './choice.ts';
import type { Choice } from './choice.ts';

interface WallSetupProps {
  choice: Choice;
  onChange(choice: Choice): void;
}

/** What the wallboard shows; in sight only while the pointer moves or the keyboard is in it. */
export function WallSetup({ choice, onChange }: WallSetupProps) {
  const { save } = useSettings();
  return (
    <div className="wf-wall-controls">
      <IconButton
        kind="plain"
        label={t('wallboard.theme')}
        onPress={() => void setTheme(save, document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark')}
      >
        <SunMoon />
      </IconButton>
      <PopoverButton
        label={t('wallboard.setup.title')}
        width={360}
        trigger={<Button icon={<Settings2 />}>{t('wallboard.setup')}</Button>}
      >
        <div className="wf-wall-setup">
          <Tiles choice={choice} onChange={onChange} />
          <Queues choice={choice} onChange={onChange} />
        </div>
      </PopoverButton>
    </div>
  );
}

function Tiles({ choice, onChange }: WallSetupProps) {
  const hint =
    choice.tiles.length <= FEWEST
      ? t('wallboard.setup.tiles.few')
      : choice.tiles.length >= MOST
        ? t('wallboard.setup.tiles.many')
        : '';
  return (
    <CheckboxGroup
      className="wf-wall-checks"
      aria-label={t('wallboard.setup.tiles')}
      value={[...choice.tiles]}
      onChange={(next) => {
        const key = STRIP_KEYS.find((known) => next.includes(known) !== choice.tiles.includes(known));
        if (key !== undefined) onChange({ ...choice, tiles: toggleTile(choice.tiles, key) });
      }}
    >
      <h3>{t('wallboard.setup.tiles')}</h3>
      {STRIP_KEYS.map((key) => (
        <Checkbox key={key} value={key} className="wf-wall-check">
          <span className="wf-wall-box" aria-hidden />
          {t(`wallboard.tile.${key}`)}
        </Checkbox>
      ))}
      <p className="wf-muted">{hint}</p>
    </CheckboxGroup>
  );
}

const EVERYTHING: ViewInput<'floor'> = { scope: { queues: [], teams: [] }, moment: { kind: 'now' } };
const names = (rows: Iterable<QueueRow>) =>
  [...rows].map(({ key, name }) => ({ key, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
const SHOWN = 200;

/** All queues there are, whatever is on the wall now: asked for while the choice is open. */
function Queues({ choice, onChange }: WallSetupProps) {
  const whole = useLive('floor', EVERYTHING);
  const queues = useDerived(whole.parts.queues, names);
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  const fitting = queues.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, SHOWN);
  return (
    <section className="wf-wall-queues" aria-label={t('wallboard.setup.queues')}>
      <h3>
        {t('wallboard.setup.queues')}
        <span className="wf-muted">
          {choice.queues.length === 0
            ? t('wallboard.scope.all')
            : t('wallboard.scope.some', { count: choice.queues.length })}
        </span>
        {choice.queues.length > 0 && (
          <Button kind="quiet" onPress={() => onChange({ ...choice, queues: [] })}>
            {t('wallboard.setup.queues.all')}
          </Button>
        )}
      </h3>
      <TextField label={t('wallboard.setup.queues.search')} value={text} onChange={setText} />
      <ListBox
        className="wf-menu wf-wall-queue-list"
        aria-label={t('wallboard.setup.queues')}
        selectionMode="multiple"
        selectedKeys={choice.queues}
        onSelectionChange={(keys) => {
          const known = keys === 'all' ? queues.map(({ key }) => key) : [...keys].map(String);
          onChange({ ...choice, queues: known.length === queues.length ? [] : known });
        }}
        renderEmptyState={() => <p className="wf-muted">{t('wallboard.setup.queues.none')}</p>}
      >
        {fitting.map(({ key, name }) => (
          <ListBoxItem key={key} id={key} textValue={name} className="wf-menu-item wf-wall-check">
            <span className="wf-wall-box" aria-hidden />
            <span className="wf-clip" dir="auto">
              {name}
            </span>
          </ListBoxItem>
        ))}
      </ListBox>
    </section>
  );
}

import { CircleQuestionMark, Pause, Rows3, Search, SunMoon } from 'lucide-react';
import { useActions } from '../actions/index.ts';
import type { Action } from '../actions/index.ts';
import { useShell } from '../api/index.ts';
import { currentGrid } from '../ui/index.ts';
import { allAreas } from './areas.ts';
import { useSettings } from './providers.tsx';
import { go } from './route.ts';
import { slot } from './slots.ts';
import { escape, useUi } from './state.ts';
import { setTheme } from './theme.ts';

/** The actions of the shell itself. */
export function useCoreActions(): void {
  const { settings, save } = useSettings();
  const wallboard = useShell('openWallboard');
  const going: Action[] = allAreas().map((area) => ({
    name: `go.${area.id}`,
    label: area.label,
    group: 'go',
    keys: `g ${area.key}`,
    icon: area.icon,
    perform: () => go(area.id),
  }));
  const show = (overlay: 'palette' | 'help' | 'search') => () => useUi.setState({ overlay });
  const tray = slot('alarmTray') !== null;
  useActions([
    ...going,
    { name: 'app.search', label: 'actions.search', group: 'go', keys: '/', icon: Search, perform: show('search') },
    {
      name: 'app.palette',
      label: 'actions.palette',
      group: 'help',
      keys: 'Ctrl+K',
      quiet: true,
      perform: show('palette'),
    },
    {
      name: 'app.help',
      label: 'actions.help',
      group: 'help',
      keys: '?',
      icon: CircleQuestionMark,
      perform: show('help'),
    },
    {
      name: 'app.alarms',
      label: 'actions.alarms',
      group: 'alarms',
      keys: 't',
      when: () => tray,
      perform: () => useUi.setState(({ trayOpen }) => ({ trayOpen: !trayOpen })),
    },
    {
      name: 'app.pause',
      label: 'actions.pause',
      group: 'view',
      keys: 'p',
      icon: Pause,
      perform: () => useUi.setState(({ paused }) => ({ paused: !paused })),
    },
    {
      name: 'app.theme',
      label: 'actions.theme',
      group: 'view',
      keys: null,
      icon: SunMoon,
      perform: () => void setTheme(save, document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark'),
    },
    {
      name: 'app.density',
      label: 'actions.density',
      group: 'view',
      keys: null,
      icon: Rows3,
      perform: () => void save({ density: settings?.density === 'compact' ? 'comfortable' : 'compact' }),
    },
    {
      name: 'app.wallboard',
      label: 'actions.wallboard',
      group: 'view',
      keys: null,
      when: () => slot('wallboard') !== null,
      perform: () => void wallboard.run({}),
    },
    {
      name: 'app.escape',
      label: 'actions.escape',
      group: 'view',
      keys: 'Escape',
      quiet: true,
      perform: () => void escape(),
    },
    {
      name: 'table.next',
      label: 'actions.next',
      group: 'table',
      keys: 'j',
      quiet: true,
      perform: () => currentGrid()?.move(1),
    },
    {
      name: 'table.previous',
      label: 'actions.previous',
      group: 'table',
      keys: 'k',
      quiet: true,
      perform: () => currentGrid()?.move(-1),
    },
    {
      name: 'table.open',
      label: 'actions.open',
      group: 'table',
      keys: 'o',
      quiet: true,
      perform: () => currentGrid()?.open(),
    },
  ]);
}

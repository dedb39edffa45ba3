import { Settings } from 'lucide-react';
import { lazy } from 'react';
import { addArea } from '../../app/areas.ts';

const SettingsScreen = lazy(async () => ({ default: (await import('./SettingsScreen.tsx')).SettingsScreen }));

addArea({ id: 'settings', label: 'settings.title', icon: Settings, key: ',', order: 90, Screen: SettingsScreen });

import { Settings } from 'lucide-react';
import { addArea } from '../../app/areas.ts';
import { SettingsScreen } from './SettingsScreen.tsx';

addArea({ id: 'settings', label: 'settings.title', icon: Settings, key: ',', order: 90, Screen: SettingsScreen });

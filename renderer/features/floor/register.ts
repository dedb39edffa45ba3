import { LayoutDashboard } from 'lucide-react';
import { addArea } from '../../app/areas.ts';
import { FloorScreen } from './FloorScreen.tsx';

addArea({ id: 'floor', label: 'floor.name', icon: LayoutDashboard, key: 'f', order: 10, Screen: FloorScreen });

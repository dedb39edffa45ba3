import { Plug } from 'lucide-react';
import { addArea } from '../../app/areas.ts';
import { Sources } from './Sources.tsx';

addArea({ id: 'sources', label: 'sources.title', icon: Plug, key: 's', order: 80, Screen: Sources });

import { Plug } from 'lucide-react';
import { lazy } from 'react';
import { addArea } from '../../app/areas.ts';

const Sources = lazy(async () => ({ default: (await import('./Sources.tsx')).Sources }));

addArea({ id: 'sources', label: 'sources.title', icon: Plug, key: 's', order: 80, Screen: Sources });

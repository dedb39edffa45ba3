import type { Migration } from '../../migrate.ts';
import { facts } from './0001-facts.ts';
import { rollups } from './0002-rollups.ts';
import { views } from './0003-views.ts';
import { stateStarts } from './0004-state-starts.ts';
import { stays } from './0005-stays.ts';
import { adherence } from './0006-adherence.ts';
import { staffing } from './0007-staffing.ts';
import { runningDays } from './0008-running-days.ts';

/** Every step of mirror.db, in order. */
export const MIRROR_MIGRATIONS: readonly Migration[] = [
  facts,
  rollups,
  views,
  stateStarts,
  stays,
  adherence,
  staffing,
  runningDays,
];

import type { INCIDENTS } from '../../../shared/contract/index.ts';
import { tKnown } from '../../ui/index.ts';

export type Incident = (typeof INCIDENTS)[number];

/** What happens on a floor. */
export const FLOOR_INCIDENTS: readonly Incident[] = ['queue-surge', 'agent-walk-out'];

/** What happens to a source. */
export const FAULTS: readonly Incident[] = [
  'source-outage',
  'rate-limit',
  'slow',
  'html-200',
  'truncated-json',
  'expired-token',
  'clock-skew',
  'socket-outage',
];

export function incidentName(kind: string): string {
  return tKnown(`practice.kind.${kind}`) ?? kind;
}

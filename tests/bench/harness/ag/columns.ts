/** The board's two tables in AG Grid: the same figures as texts. As many columns as our board shows beside it in the same run. */
import type { ColDef } from 'ag-grid-community';
import type { AdherenceRow, AgentRow, QueueRow, Ratio } from '../../../../shared/contract/index.ts';

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const count = new Intl.NumberFormat('en');

const UNKNOWN: Ratio = { value: null, numerator: 0, denominator: 0 };

function share({ value }: Ratio): string {
  return value === null ? '–' : percent.format(value);
}

function since(at: number | null): string {
  if (at === null) return '–';
  const seconds = Math.max(0, Math.floor((Date.now() - at) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The most important first: a narrow window drops the last ones, as ours does. */
export const queueColumns: ColDef<QueueRow>[] = [
  { headerName: 'Queue', flex: 2, minWidth: 140, field: 'name' },
  { headerName: 'Waiting', flex: 1, valueGetter: ({ data }) => count.format(data?.waiting ?? 0) },
  { headerName: 'Longest', flex: 1, valueGetter: ({ data }) => since(data?.longestSince ?? null) },
  { headerName: 'SL now', flex: 1, valueGetter: ({ data }) => (data === undefined ? '' : share(data.slNow)) },
  {
    headerName: 'Avail · on · wrap · away',
    flex: 2,
    valueGetter: ({ data }) => `${data?.available} ${data?.onContact} ${data?.wrap} ${data?.away}`,
  },
  { headerName: 'Risk', flex: 1, valueGetter: ({ data }) => percent.format(data?.risk.expected ?? 0) },
  { headerName: 'Abandon', flex: 1, valueGetter: ({ data }) => (data === undefined ? '' : share(data.abandon)) },
  { headerName: 'Expected', flex: 1, valueGetter: ({ data }) => `${data?.offered} / ${data?.expected ?? '–'}` },
  { headerName: 'SL day', flex: 1, valueGetter: ({ data }) => (data === undefined ? '' : share(data.slDay)) },
  { headerName: 'ASA', flex: 1, valueGetter: ({ data }) => (data === undefined ? '' : `${data.asa.value ?? '–'}`) },
  { headerName: 'Target', flex: 1, valueGetter: ({ data }) => percent.format(data?.rule.target ?? 0) },
  { headerName: 'Trend', flex: 1, valueGetter: ({ data }) => data?.trend.slice(-4).join(' ') ?? '' },
];

export const agentColumns: ColDef<AgentRow>[] = [
  { headerName: 'Agent', flex: 2, minWidth: 130, field: 'name' },
  { headerName: 'State', flex: 1, field: 'state' },
  { headerName: 'Time', flex: 1, valueGetter: ({ data }) => since(data?.since ?? null) },
  { headerName: '', flex: 1, valueGetter: ({ data }) => (data?.level === 'normal' ? '' : (data?.level ?? '')) },
  { headerName: 'Contact', flex: 1, valueGetter: ({ data }) => data?.contact?.queue ?? '' },
  { headerName: 'Occupancy', flex: 1, valueGetter: ({ data }) => (data === undefined ? '' : share(data.occupancy)) },
  {
    headerName: 'Adherence',
    flex: 1,
    valueGetter: ({ data }) => share(data?.adherence ?? UNKNOWN),
  },
  { headerName: 'Age', flex: 1, valueGetter: ({ data }) => since(data?.contact?.since ?? null) },
  { headerName: 'Team', flex: 1, field: 'team' },
  { headerName: 'Channels', flex: 1, valueGetter: ({ data }) => data?.channels.join(' ') ?? '' },
  { headerName: 'Queues', flex: 1, valueGetter: ({ data }) => data?.queues.join(', ') ?? '' },
];

/** In the order of our list's columns by importance. */
export const peopleColumns: ColDef<AdherenceRow>[] = [
  { headerName: 'Agent', flex: 2, minWidth: 140, field: 'name' },
  { headerName: 'Out for', flex: 1, valueGetter: ({ data }) => since(data?.deviation?.since ?? null) },
  { headerName: 'Impact', flex: 1, valueGetter: ({ data }) => data?.deviation?.impact ?? '' },
  {
    headerName: 'Planned',
    flex: 2,
    valueGetter: ({ data }) => `${data?.scheduled ?? '–'} ${data?.scheduledUntil ?? ''}`,
  },
  { headerName: 'Actual', flex: 1, valueGetter: ({ data }) => `${data?.state ?? '–'} ${data?.rawState ?? ''}` },
  { headerName: 'Adh.', flex: 1, valueGetter: ({ data }) => share(data?.adherence ?? UNKNOWN) },
  { headerName: 'Out today', flex: 1, valueGetter: ({ data }) => count.format(data?.counts.unmatched ?? 0) },
  { headerName: 'Conf.', flex: 1, valueGetter: ({ data }) => share(data?.conformance ?? UNKNOWN) },
  { headerName: 'Next', flex: 1, valueGetter: ({ data }) => data?.next ?? '' },
  { headerName: 'Team', flex: 1, field: 'team' },
  { headerName: 'Prod.', flex: 1, valueGetter: ({ data }) => share(data?.productive ?? UNKNOWN) },
];

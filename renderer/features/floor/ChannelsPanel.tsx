import type { QueueRow } from '../../../shared/contract/index.ts';
import { CHANNELS } from '../../../shared/domain/records.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { useDerived } from '../../api/index.ts';
import { ChannelIcon } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { cx, formatCount, formatPercent, NoData, Panel, Since, t } from '../../ui/index.ts';
import { Bars } from '../../ui/Bars.tsx';

interface Summary {
  channel: Channel;
  waiting: number | null;
  longestSince: number | null;
  offered: number;
  expected: number | null;
  abandoned: number;
  trend: (number | null)[];
}

/** Header of the panel and of the table, and borders. */
const FRAME = 42 + 28 + 3;
const LEAST_ROW = 28;
const MOST_ROW = 110;
/** A line that says by itself what its figures are: where there is no room for headers. */
const LEAST_LINE = 19;
const MOST_LINE = 26;
const LINES_FRAME = 2;

/** What of the room the channels take, in pixels; null where they do not fit. Little room holds lines, more a table that grows. */
export function channelsHeight(room: number, count: number): number | null {
  if (room >= FRAME + count * LEAST_ROW) return Math.min(room, FRAME + count * MOST_ROW);
  return room >= LINES_FRAME + count * LEAST_LINE ? Math.min(room, LINES_FRAME + count * MOST_LINE) : null;
}

/** The same floor by channel: what waits, and what came in the last three hours. Sums over sums, never means of queues. */
export function ChannelsPanel({ height }: { height: number }) {
  const { queues } = useFloor().parts;
  const channels = useDerived(queues, summarise);
  const lines = height < FRAME + channels.length * LEAST_ROW;
  return (
    <Panel
      title={t('floor.channels.title')}
      hint={t('floor.channels.hint')}
      className={cx('wf-channels', lines && 'wf-channels-lines')}
      height={height}
    >
      <table className="wf-channel-table" aria-label={t('floor.channels.title')}>
        <thead className="wf-channel-thead">
          <tr className="wf-channel-row wf-channel-head">
            <th scope="col">{t('floor.channels.channel')}</th>
            <th scope="col">{t('floor.queues.waiting')}</th>
            <th scope="col">{t('floor.queues.longest')}</th>
            <th scope="col">{t('floor.channels.offered')}</th>
            <th scope="col">{t('floor.queues.expected')}</th>
            <th scope="col">{t('floor.queues.abandon')}</th>
            <th scope="col">{t('floor.queues.trend')}</th>
          </tr>
        </thead>
        <tbody className="wf-channel-body">
          {channels.map((summary) => (
            <ChannelLine key={summary.channel} summary={summary} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function ChannelLine({ summary }: { summary: Summary }) {
  const { channel, waiting, longestSince, offered, expected, abandoned, trend } = summary;
  const name = t(`words.channel.${channel}`);
  return (
    <tr className="wf-channel-row">
      <th scope="row" className="wf-channel-name">
        <ChannelIcon channel={channel} />
        <span className="wf-clip">{name}</span>
      </th>
      <td data-label={t('floor.queues.waiting')}>
        {waiting === null ? <NoData reason={t('floor.noData.waiting')} /> : formatCount(waiting)}
      </td>
      <td data-label={t('floor.queues.longest')}>
        {longestSince === null ? <NoData reason={t('floor.noData.nobodyWaits')} /> : <Since at={longestSince} />}
      </td>
      <td data-label={t('floor.channels.offered')}>{formatCount(offered)}</td>
      <td data-label={t('floor.queues.expected')}>
        {expected === null || expected <= 0 ? (
          <NoData reason={t('floor.noData.expected')} />
        ) : (
          formatPercent(offered / expected)
        )}
      </td>
      <td data-label={t('floor.queues.abandon')}>
        {offered === 0 ? <NoData reason={t('floor.noData.abandon')} /> : formatPercent(abandoned / offered, 1)}
      </td>
      <td className="wf-bars-cell">
        <Bars values={trend} label={t('floor.channels.bars', { channel: name })} />
      </td>
    </tr>
  );
}

function summarise(rows: Iterable<QueueRow>): Summary[] {
  const byChannel = new Map<Channel, Summary>();
  for (const row of rows) {
    let sum = byChannel.get(row.channel);
    if (sum === undefined) byChannel.set(row.channel, (sum = blank(row.channel)));
    sum.offered += row.offered;
    sum.abandoned += row.abandon.numerator;
    if (row.waiting !== null) sum.waiting = (sum.waiting ?? 0) + row.waiting;
    // One queue without history leaves the whole channel without an expectation: a part would look like a shortfall.
    sum.expected = row.expected === null || sum.expected === null ? null : sum.expected + row.expected;
    if (row.longestSince !== null) sum.longestSince = Math.min(sum.longestSince ?? Infinity, row.longestSince);
    addTrend(sum.trend, row.trend);
  }
  return [...byChannel.values()].sort((a, b) => CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel));
}

function blank(channel: Channel): Summary {
  return { channel, waiting: null, longestSince: null, offered: 0, expected: 0, abandoned: 0, trend: [] };
}

/** Aligned at the newest interval. */
function addTrend(sum: (number | null)[], trend: readonly (number | null)[]): void {
  while (sum.length < trend.length) sum.unshift(null);
  trend.forEach((value, index) => {
    const place = sum.length - trend.length + index;
    if (value !== null) sum[place] = (sum[place] ?? 0) + value;
  });
}

import type { QueueRow } from '../../../shared/contract/index.ts';
import { CHANNELS } from '../../../shared/domain/records.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { useDerived } from '../../api/index.ts';
import { ChannelIcon } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { formatCount, formatPercent, NoData, Panel, Since, t } from '../../ui/index.ts';
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
const MOST_ROW = 72;

/** Least height in pixels that so many channels need. */
export function channelsHeight(count: number): number {
  return FRAME + count * LEAST_ROW;
}

/** The same floor by channel: what waits, and what came in the last three hours. Sums over sums, never means of queues. */
export function ChannelsPanel({ room }: { room: number }) {
  const { queues } = useFloor().parts;
  const channels = useDerived(queues, summarise);
  const height = Math.min(room, FRAME + channels.length * MOST_ROW);
  return (
    <Panel title={t('floor.channels.title')} hint={t('floor.channels.hint')} className="wf-channels" height={height}>
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
      <td>{waiting === null ? <NoData reason={t('floor.noData.waiting')} /> : formatCount(waiting)}</td>
      <td>{longestSince === null ? <NoData reason={t('floor.noData.nobodyWaits')} /> : <Since at={longestSince} />}</td>
      <td>{formatCount(offered)}</td>
      <td>
        {expected === null || expected <= 0 ? (
          <NoData reason={t('floor.noData.expected')} />
        ) : (
          formatPercent(offered / expected)
        )}
      </td>
      <td>{offered === 0 ? <NoData reason={t('floor.noData.abandon')} /> : formatPercent(abandoned / offered, 1)}</td>
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

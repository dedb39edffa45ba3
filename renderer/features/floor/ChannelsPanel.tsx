import type { QueueRow } from '../../../shared/contract/index.ts';
import { CHANNELS } from '../../../shared/domain/records.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { useDerived } from '../../api/index.ts';
import { ChannelIcon } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { DASH, formatCount, formatPercent, Panel, Since, t } from '../../ui/index.ts';
import { Bars } from '../../ui/Bars.tsx';

interface Summary {
  channel: Channel;
  queues: number;
  waiting: number | null;
  longestSince: number | null;
  offered: number;
  expected: number | null;
  abandoned: number;
  trend: (number | null)[];
}

/** The same floor by channel: what waits, and what came in the last three hours. Sums over sums, never means of queues. */
export function ChannelsPanel() {
  const { queues } = useFloor().parts;
  const channels = useDerived(queues, summarise);
  return (
    <Panel title={t('floor.channels.title')} hint={t('floor.channels.hint')} className="wf-fill wf-channels">
      <ul className="wf-channel-cards">
        {channels.map((summary) => (
          <ChannelCard key={summary.channel} summary={summary} />
        ))}
      </ul>
    </Panel>
  );
}

function ChannelCard({ summary }: { summary: Summary }) {
  const { channel, waiting, longestSince, offered, expected, trend } = summary;
  return (
    <li className="wf-channel-card">
      <h3>
        <ChannelIcon channel={channel} />
        {t(`words.channel.${channel}`)}
        <span className="wf-muted">{t('app.queueCount', { count: summary.queues })}</span>
      </h3>
      <dl className="wf-channel-facts">
        <div>
          <dt>{t('floor.queues.waiting')}</dt>
          <dd>{waiting === null ? DASH : formatCount(waiting)}</dd>
        </div>
        <div>
          <dt>{t('floor.queues.longest')}</dt>
          <dd>{longestSince === null ? DASH : <Since at={longestSince} />}</dd>
        </div>
        <div>
          <dt>{t('floor.channels.offered')}</dt>
          <dd>{formatCount(offered)}</dd>
        </div>
        <div>
          <dt>{t('floor.queues.expected')}</dt>
          <dd>{expected === null || expected <= 0 ? DASH : formatPercent(offered / expected)}</dd>
        </div>
        <div>
          <dt>{t('floor.queues.abandon')}</dt>
          <dd>{offered === 0 ? DASH : formatPercent(summary.abandoned / offered, 1)}</dd>
        </div>
      </dl>
      <Bars values={trend} label={t('floor.channels.bars', { channel: t(`words.channel.${channel}`) })} />
    </li>
  );
}

function summarise(rows: Iterable<QueueRow>): Summary[] {
  const byChannel = new Map<Channel, Summary>();
  for (const row of rows) {
    let sum = byChannel.get(row.channel);
    if (sum === undefined) byChannel.set(row.channel, (sum = blank(row.channel)));
    sum.queues += 1;
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
  return { channel, queues: 0, waiting: null, longestSince: null, offered: 0, expected: 0, abandoned: 0, trend: [] };
}

/** Aligned at the newest interval. */
function addTrend(sum: (number | null)[], trend: readonly (number | null)[]): void {
  while (sum.length < trend.length) sum.unshift(null);
  trend.forEach((value, index) => {
    const place = sum.length - trend.length + index;
    if (value !== null) sum[place] = (sum[place] ?? 0) + value;
  });
}

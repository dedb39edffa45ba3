import type { SourceRow } from '../../../shared/contract/index.ts';
import { useZone } from '../../app/providers.tsx';
import { DASH, formatAge, formatCount, formatDateTime, formatPercent, Since, t } from '../../ui/index.ts';
import { StateMark } from './StateMark.tsx';
import { STREAM_TONES, streamText } from './words.ts';
import './progress.css';
import './table.css';

type Stream = SourceRow['streams'][number];

/** The line of a source's live connection, which is no stream to be read but what feeds the live ones. */
const PUSH = 'push';

/** What is read from a source, stream by stream, and what it keeps to itself. */
export function StreamTable({ source }: { source: SourceRow }) {
  if (source.streams.length === 0) return <p className="wf-source-note wf-source-pad">{t('sources.stream.none')}</p>;
  const read = source.streams.filter(({ state }) => state !== 'unavailable');
  const left = source.streams.filter(({ state }) => state === 'unavailable');
  return (
    <>
      {read.length > 0 && <Streams name={source.name} streams={read} />}
      {left.length > 0 && <LeftOut streams={left} />}
    </>
  );
}

/** What the plan or the account's rights leave out is no fault: one line, and the vendor's words for who wants them. */
function LeftOut({ streams }: { streams: readonly Stream[] }) {
  return (
    <details className="wf-left-out">
      <summary>
        <StateMark tone="off">{t('sources.stream.state.unavailable')}</StateMark>
        <span>{streams.map(({ stream }) => streamText(stream)).join(' · ')}</span>
      </summary>
      <ul>
        {streams.map(({ stream, fault }) => (
          <li key={stream}>
            <span className="wf-left-out-name" dir="auto" title={stream}>
              {streamText(stream)}
            </span>
            <span>{fault ?? t('sources.stream.left')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Streams({ name, streams }: { name: string; streams: readonly Stream[] }) {
  return (
    <div className="wf-table-box">
      <table className="wf-table" aria-label={t('sources.streams', { name })}>
        <thead>
          <tr>
            <th scope="col">{t('sources.stream')}</th>
            <th scope="col">{t('sources.stream.state')}</th>
            <th scope="col" className="wf-table-end">
              {t('sources.stream.rows')}
            </th>
            <th scope="col" className="wf-table-end">
              {t('sources.stream.quarantined')}
            </th>
            <th scope="col" className="wf-table-end">
              {t('sources.stream.asOf')}
            </th>
            <th scope="col">{t('sources.stream.progress')}</th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => (
            <StreamLine key={stream.stream} stream={stream} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StreamLine({ stream }: { stream: Stream }) {
  const zone = useZone();
  const name = streamText(stream.stream);
  const isPush = stream.stream === PUSH;
  const fault =
    stream.state === 'refused-mass-delete' ? (stream.fault ?? t('sources.stream.mass-delete')) : stream.fault;
  return (
    <>
      <tr>
        <th
          scope="row"
          className="wf-clip wf-table-name"
          dir="auto"
          title={isPush ? t('sources.stream.push.tip') : stream.stream}
        >
          {name}
        </th>
        <td>
          <StateMark tone={STREAM_TONES[stream.state]}>
            {t(isPush ? `sources.stream.push.${stream.state}` : `sources.stream.state.${stream.state}`)}
          </StateMark>
        </td>
        <td className="wf-table-end">{formatCount(stream.rows)}</td>
        <td className="wf-table-end">{stream.quarantined === 0 ? DASH : formatCount(stream.quarantined)}</td>
        <td className="wf-table-end" data-tip={stream.asOf === null ? undefined : formatDateTime(stream.asOf, zone)}>
          {stream.asOf === null ? DASH : <Since at={stream.asOf} format={formatAge} />}
        </td>
        <td className="wf-table-progress">
          {stream.progress !== null && stream.progress < 1 && (
            <span className="wf-source-progress">
              <progress
                max={1}
                value={stream.progress}
                aria-label={t('sources.stream.progress.of', { stream: name, percent: formatPercent(stream.progress) })}
              />
              <span className="wf-muted">{formatPercent(stream.progress)}</span>
            </span>
          )}
        </td>
      </tr>
      {fault !== null && stream.state !== 'ok' && (
        <tr className="wf-table-note">
          <td colSpan={6}>{fault}</td>
        </tr>
      )}
    </>
  );
}

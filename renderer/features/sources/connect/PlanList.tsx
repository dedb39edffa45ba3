import type { CallOutput } from '../../../api/index.ts';
import { Banner, t } from '../../../ui/index.ts';
import { StateMark } from '../StateMark.tsx';
import { streamText } from '../words.ts';

/** What the plan allows, stream by stream, with the reason where it does not. */
export function PlanList({ streams }: { streams: CallOutput<'testSource'>['streams'] }) {
  const any = streams.some((stream) => stream.available);
  return (
    <>
      {any ? <p>{t('sources.connect.allowed')}</p> : <Banner tone="warning" title={t('sources.connect.none')} />}
      <ul className="wf-plan">
        {streams.map(({ stream, available, reason }) => (
          <li key={stream}>
            <span className="wf-strong">{streamText(stream)}</span>
            <StateMark tone={available ? 'ok' : 'off'}>
              {available ? t('sources.connect.stream.yes') : t('sources.connect.stream.no')}
            </StateMark>
            {reason !== null && <p className="wf-muted">{reason}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

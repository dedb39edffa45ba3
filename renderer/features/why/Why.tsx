import { useRef, useState } from 'react';
import { useQuery } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import type { Question } from '../../app/state.ts';
import { useUi } from '../../app/state.ts';
import { Button, Empty, errorText, Popover, t, ticker } from '../../ui/index.ts';
import { WhyBody } from './WhyBody.tsx';
import './why.css';

const WIDTH = 420;

/** "Why this number": at the figure that was opened. */
export function Why({ question, onClose }: { question: Question; onClose(): void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const scope = useUi((state) => state.scope);
  const replay = useUi((state) => state.moment.kind === 'replay');
  // The moment of the question: the answer must not change under the reader's eyes.
  const [at] = useState(() => ticker.now());
  const { figure, queue, agent, window } = question;
  const who = useWho(question);
  const { value, error, refresh } = useQuery('explain', {
    figure,
    queue,
    agent,
    window,
    scope,
    at: replay ? at : null,
  });
  const { x, y, width, height } = question.anchor;
  return (
    <>
      <span
        ref={anchor}
        aria-hidden
        style={{ position: 'fixed', left: x, top: y, width, height, pointerEvents: 'none' }}
      />
      <Popover
        open
        anchor={anchor}
        width={WIDTH}
        align="start"
        label={t('why.label', { figure: t(`why.figure.${figure}`) })}
        onClose={onClose}
      >
        <div className="wf-why wf-selectable">
          <h2 className="wf-why-title">
            {t(`why.figure.${figure}`)}{' '}
            <span className="wf-muted wf-clip" dir="auto">
              {who} · {t(`why.window.${window}`)}
            </span>
          </h2>
          {value !== null && value.figure === figure ? (
            <WhyBody question={question} explanation={value} who={who} onChanged={refresh} onClose={onClose} />
          ) : error !== null ? (
            <Empty
              title={t('why.failed', { reason: errorText(error) })}
              actions={<Button onPress={refresh}>{t('why.again')}</Button>}
            />
          ) : (
            <output className="wf-muted">{t('why.loading')}</output>
          )}
        </div>
      </Popover>
    </>
  );
}

function useWho({ queue, agent }: Question): string {
  const { queues, agents } = useFloor().parts;
  if (agent !== null) return agents.get(agent)?.name ?? agent;
  if (queue !== null) return queues.get(queue)?.name ?? queue;
  return t('why.whole');
}

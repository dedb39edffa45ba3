import { Rows3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFloor } from '../../app/providers.tsx';
import type { Question } from '../../app/state.ts';
import { useUi } from '../../app/state.ts';
import { Button, formatAge, formatDateTime, formatPercent, formatTime, Since, t, ticker } from '../../ui/index.ts';
import { caveatText, countName, countText, formulaText, valueText } from './figures.ts';
import type { Explanation } from './figures.ts';
import { openRows } from './rows-store.ts';
import { Variants } from './Variants.tsx';

interface WhyBodyProps {
  question: Question;
  explanation: Explanation;
  who: string;
  onChanged(): void;
  onClose(): void;
}

/** Value, formula, counts, variants, window and freshness of one number, and the way to its rows. */
export function WhyBody({ question, explanation, who, onChanged, onClose }: WhyBodyProps) {
  const { figure, value, low, high, from, to, zone, rule, counts, caveats, outcomes } = explanation;
  const scopeQueues = useUi((state) => state.scope.queues);
  const showRows = () => {
    openRows({
      title: t('why.rows.title', { figure: t(`why.figure.${figure}`), who }),
      from,
      to,
      queues: question.queue === null ? scopeQueues : [question.queue],
      outcomes,
      agent: question.agent,
    });
    onClose();
  };
  return (
    <>
      <p className="wf-why-value">
        {valueText(figure, value, ticker.now())}
        {value === null && <span className="wf-why-none">{t('why.noValue')}</span>}
        {low !== null && high !== null && (
          <span className="wf-why-interval" data-tip={t('why.interval.tip')}>
            {t('why.interval', { low: formatPercent(low, 1), high: formatPercent(high, 1) })}
          </span>
        )}
      </p>
      <section className="wf-why-part">
        <h3>{t('why.formula')}</h3>
        {formulaText(explanation).map((line) => (
          <p key={line}>{line}</p>
        ))}
        <dl className="wf-why-counts">
          {counts.map(({ name, value: count }) => (
            <Pair key={name} name={countName(name)}>
              {countText(name, count, zone)}
            </Pair>
          ))}
        </dl>
      </section>
      {figure === 'serviceLevel' && <Variants explanation={explanation} queue={question.queue} onChanged={onChanged} />}
      <section className="wf-why-part">
        <dl className="wf-why-facts">
          <Pair name={t('why.window')}>{windowText(from, to, zone)}</Pair>
          <Pair name={t('why.zone')}>{zone}</Pair>
          <Pair name={t('why.attribution')}>{t(`why.attribution.${explanation.attribution}`)}</Pair>
          {rule !== null && figure === 'serviceLevel' && (
            <Pair name={t('why.target')}>{formatPercent(rule.target)}</Pair>
          )}
          <Pair name={t('why.asOf')}>
            <AsOf explanation={explanation} />
          </Pair>
        </dl>
      </section>
      {caveats.length > 0 && (
        <section className="wf-why-part">
          <h3>{t('why.caveats')}</h3>
          <ul className="wf-why-caveats">
            {caveats.map((caveat) => (
              <li key={caveat}>{caveatText(caveat)}</li>
            ))}
          </ul>
        </section>
      )}
      {outcomes.length > 0 && (
        <Button className="wf-why-rows" icon={<Rows3 />} onPress={showRows}>
          {t('why.rows')}
        </Button>
      )}
    </>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function AsOf({ explanation }: { explanation: Explanation }) {
  const floor = useFloor();
  const names = new Map(floor.info.get()?.asOf.map((source) => [source.source, source.name]));
  if (explanation.asOf.length === 0) return t('why.asOf.none');
  return (
    <ul className="wf-why-sources">
      {explanation.asOf.map(({ source, at }) => (
        <li key={source}>
          <span className="wf-clip" dir="auto">
            {names.get(source) ?? source}
          </span>{' '}
          {at === null ? (
            t('why.asOf.never')
          ) : (
            <span data-tip={formatDateTime(at, explanation.zone)}>
              <Since at={at} format={formatAge} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const DAY_MS = 86_400_000;

function windowText(from: number, to: number, zone: string): string {
  if (to <= from) return formatDateTime(from, zone);
  const end = to - from < DAY_MS ? formatTime(to, zone) : formatDateTime(to, zone);
  return t('why.window.text', { from: formatDateTime(from, zone), to: end });
}

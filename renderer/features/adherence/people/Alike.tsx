import { Button, Empty, t } from '../../../ui/index.ts';
import { AgentCard } from './AgentCard.tsx';
import type { Suggestion } from './groups.ts';
import type { Match } from './use-match.ts';

/** Names that look alike but were not put together: one question each. */
export function Alike({ suggestions, match }: { suggestions: readonly Suggestion[]; match: Match }) {
  if (suggestions.length === 0) return <Empty title={t('adherence-people.none.alike')} />;
  return (
    <ul className="wf-alike">
      {suggestions.map((suggestion) => {
        const { a, b, why } = suggestion;
        return (
          <li key={`${a.key} ${b.key}`}>
            <AgentCard agent={a} />
            <AgentCard agent={b} />
            <div className="wf-alike-answer">
              <p>{t('adherence-people.alike.question')}</p>
              <p className="wf-muted">{t(`adherence-people.alike.${why}`)}</p>
              <div>
                <Button isDisabled={match.busy} onPress={() => void match.answer(suggestion, true)}>
                  {t('adherence-people.same')}
                </Button>
                <Button isDisabled={match.busy} onPress={() => void match.answer(suggestion, false)}>
                  {t('adherence-people.different')}
                </Button>
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

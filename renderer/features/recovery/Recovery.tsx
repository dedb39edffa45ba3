import { LifeBuoy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShell } from '../../api/index.ts';
import type { Link } from '../../api/index.ts';
import { Button, errorText, formatDateTime, Select, t } from '../../ui/index.ts';
import { caseOf, madeAt } from './cases.ts';
import type { StopCase } from './cases.ts';
import './recovery.css';

type Repair = 'rebuild-mirror' | 'restore-notebook' | 'new-notebook';
type Action = Repair | 'restart';

/** Said in place of the board when the engine cannot go on: what happened, what it means, what is kept, and the one thing to do. */
export function Recovery({ link }: { link: Link }) {
  const { run: askState } = useShell('engineState');
  const recover = useShell('recover');
  const quit = useShell('quit');
  const [code, setCode] = useState<string | null | undefined>(undefined);
  const [backup, setBackup] = useState(link.backups[0] ?? null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const state = await askState({});
      if (current) setCode(state.ok ? state.value.code : null);
    };
    void ask();
    return () => {
      current = false;
    };
  }, [askState, link]);

  const take = async (action: Action) => {
    setRefusal(null);
    const result = await recover.run({ action, backup: action === 'restore-notebook' ? backup : null });
    if (!result.ok) setRefusal(errorText(result.error));
    else if (!result.value.ok) setRefusal(result.value.message);
    else setAsked(true);
  };
  if (code === undefined) {
    return (
      <main className="wf-recovery">
        <output className="wf-muted">{t('recovery.reading')}</output>
      </main>
    );
  }
  const kind = caseOf(code, link.offers);
  const action = actionOf(link.offers);
  const busy = recover.busy || asked;
  return (
    <main className="wf-recovery">
      <section className="wf-recovery-card" aria-labelledby="wf-recovery-title">
        <p className="wf-recovery-kicker">
          <LifeBuoy aria-hidden />
          {t('recovery.kicker')}
        </p>
        <h1 id="wf-recovery-title">{t(`recovery.${kind}.title`)}</h1>
        <dl className="wf-recovery-facts wf-selectable">
          <dt>{t('recovery.what')}</dt>
          <dd>
            {t(`recovery.${kind}.what`)}
            {link.error !== null && link.error.message !== '' && (
              <span className="wf-recovery-said">{t('recovery.said', { message: link.error.message })}</span>
            )}
          </dd>
          <dt>{t('recovery.means')}</dt>
          <dd>{t(`recovery.${kind}.means`)}</dd>
          <dt>{t('recovery.kept')}</dt>
          <dd>{t(`recovery.${kind}.kept`)}</dd>
          <dt>{t('recovery.next')}</dt>
          <dd>{t(action === 'restart' || action === null ? nextOf(kind) : `recovery.${kindOf(action)}.next`)}</dd>
        </dl>
        {action === 'restore-notebook' && (
          <Select
            label={t('recovery.notebook.choose')}
            options={link.backups.map((path) => ({ id: path, label: backupName(path) }))}
            value={backup}
            onChange={setBackup}
          />
        )}
        <div className="wf-recovery-actions" aria-live="polite">
          {action !== null && (
            <Button
              kind="primary"
              isDisabled={busy || (action === 'restore-notebook' && backup === null)}
              onPress={() => void take(action)}
            >
              {busy ? t('recovery.working') : labelOf(action)}
            </Button>
          )}
          {action !== 'restart' && link.offers.includes('restart') && (
            <Button isDisabled={busy} onPress={() => void take('restart')}>
              {t('recovery.restart')}
            </Button>
          )}
          <Button kind="quiet" isDisabled={quit.busy} onPress={() => void quit.run({})}>
            {t('recovery.quit')}
          </Button>
        </div>
        {busy && <output className="wf-muted">{t('recovery.working.long')}</output>}
        {refusal !== null && (
          <p role="alert" className="wf-recovery-refusal">
            {t('recovery.failed', { reason: refusal })}
          </p>
        )}
      </section>
    </main>
  );
}

/** The repair on offer, else a fresh start; null where nothing would change. */
function actionOf(offers: readonly string[]): Action | null {
  if (offers.includes('rebuild-mirror')) return 'rebuild-mirror';
  if (offers.includes('restore-notebook')) return 'restore-notebook';
  if (offers.includes('new-notebook')) return 'new-notebook';
  return offers.includes('restart') ? 'restart' : null;
}

const KINDS = { 'rebuild-mirror': 'mirror', 'restore-notebook': 'notebook', 'new-notebook': 'unsaved' } as const;

function kindOf(action: Repair) {
  return KINDS[action];
}

function nextOf(kind: StopCase) {
  return kind === 'mirror' || kind === 'notebook' || kind === 'unsaved'
    ? 'recovery.start.do'
    : (`recovery.${kind}.do` as const);
}

function labelOf(action: Action): string {
  if (action === 'restart') return t('recovery.restart');
  return t(`recovery.${kindOf(action)}.do`);
}

function backupName(path: string): string {
  const at = madeAt(path);
  const name = path.split(/[\\/]/).pop() ?? path;
  // Settings cannot be read now: the machine's own zone is the best there is.
  return at === null ? name : formatDateTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone);
}

import { useRef, useState } from 'react';
import { useCommand, useShell } from '../../../api/index.ts';
import type { CallOutput } from '../../../api/index.ts';
import { errorText, notify, t } from '../../../ui/index.ts';
import { startOf } from './draft.ts';
import { genesysName, genesysRef, hostsOfDraft, portOf } from './genesys-draft.ts';
import type { GenesysDraft } from './genesys-draft.ts';

/** `waiting`: the person is at the vendor's page in the browser; `no-keyring`: asks whether this session is enough. */
export type GenesysStage = 'account' | 'waiting' | 'plan' | 'no-keyring';
type Streams = CallOutput<'testSource'>['streams'];

/** What the wizard does, step by step. Nothing is stored before the last one. */
export function useGenesys(draft: GenesysDraft, zone: string, onDone: () => void) {
  const test = useCommand('testSource');
  const add = useCommand('addSource');
  const signIn = useCommand('signIn');
  const cancel = useCommand('cancelSignIn');
  const keep = useShell('keepSecret');
  const [stage, setStage] = useState<GenesysStage>('account');
  const [streams, setStreams] = useState<Streams>([]);
  const [secretRef, setSecretRef] = useState<string | null>(null);
  /** Rises when the person turns back: what is still under way then leads nowhere. */
  const round = useRef(0);
  const hosts = hostsOfDraft(draft);
  const clientId = draft.clientId.trim();

  const look = async (credentials: { secret: string } | { secretRef: string }, mine: number) => {
    if (hosts === null) return;
    const { baseUrl, loginUrl } = hosts;
    const result = await test.run({ kind: 'genesys', baseUrl, loginUrl, clientId, ...credentials });
    if (mine !== round.current) return;
    if (!result.ok) return setStage('account');
    setStreams(result.value.streams);
    setStage('plan');
  };
  const enter = async (sessionOnly: boolean) => {
    if (hosts === null) return;
    const mine = (round.current += 1);
    setStage('waiting');
    const { baseUrl, loginUrl } = hosts;
    const port = portOf(draft.port) ?? null;
    const result = await signIn.run({ kind: 'genesys', baseUrl, loginUrl, clientId, port, sessionOnly });
    if (mine !== round.current) return;
    if (!result.ok) return setStage(result.error.code === 'refused' && !sessionOnly ? 'no-keyring' : 'account');
    setSecretRef(result.value.secretRef);
    await look({ secretRef: result.value.secretRef }, mine);
  };
  const connect = async (sessionOnly: boolean) => {
    const startTime = startOf(draft.start, zone);
    if (hosts === null || startTime === null) return setStage('account');
    const common = {
      kind: 'genesys' as const,
      name: genesysName(draft),
      baseUrl: hosts.baseUrl,
      loginUrl: hosts.loginUrl,
      email: null,
      startTime,
    };
    let added;
    if (draft.method === 'browser') {
      if (secretRef === null) return setStage('account');
      added = await add.run({ ...common, clientId, secretRef });
    } else {
      const random = crypto.randomUUID();
      const clientIdRef = genesysRef(hosts.domain, 'id', random);
      const ref = genesysRef(hosts.domain, 'secret', random);
      for (const [name, secret] of [
        [clientIdRef, clientId],
        [ref, draft.secret.trim()],
      ] as const) {
        const kept = await keep.run({ ref: name, secret, sessionOnly });
        if (!kept.ok) return undefined;
        if (kept.value.kept === 'refused') return setStage('no-keyring');
      }
      added = await add.run({ ...common, clientIdRef, secretRef: ref });
    }
    if (!added.ok) return undefined;
    notify({ tone: 'info', text: t('sources.connect.done', { name: common.name }) });
    onDone();
    return undefined;
  };
  return {
    stage,
    streams,
    busy: test.busy || add.busy || keep.busy,
    testing: test.busy,
    /** Why the last step failed. */
    failure:
      signIn.error !== null && signIn.error.code !== 'cancelled' && stage === 'account'
        ? t('sources.genesys.signIn.failed', { reason: errorText(signIn.error) })
        : test.error !== null && stage === 'account'
          ? errorText(test.error)
          : keep.error !== null
            ? t('sources.connect.secret.failed', { reason: errorText(keep.error) })
            : add.error !== null
              ? t('sources.connect.add.failed', { reason: errorText(add.error) })
              : null,
    /** From the questions to the test, through the browser where that is how to sign in. */
    forward() {
      signIn.clear();
      test.clear();
      if (draft.method === 'browser') void enter(false);
      else void look({ secret: draft.secret.trim() }, (round.current += 1));
    },
    /** Back to the questions; a sign-in under way is given up. */
    back() {
      round.current += 1;
      if (stage === 'waiting') void cancel.run({});
      setStage('account');
    },
    /** Without a keyring: in memory until the program ends. */
    forSession: () => void (draft.method === 'browser' ? enter(true) : connect(true)),
    connect: () => void connect(false),
  };
}

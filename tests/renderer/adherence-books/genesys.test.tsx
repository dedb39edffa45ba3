import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { genesysRef, hostsOf, portOf } from '../../../renderer/features/sources/connect/genesys-draft.ts';
import '../../../renderer/features/adherence/AdherenceScreen.tsx';
import { answerAdherence } from '../adherence/answers.ts';
import { callsOf, openFeatures } from '../features/console.tsx';
import { giveSize, settle } from '../helpers.tsx';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';

const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};
const choose = async (label: RegExp, option: RegExp) => {
  fireEvent.click(screen.getByRole('button', { name: label }));
  fireEvent.click(within(await screen.findByRole('listbox')).getByRole('option', { name: option }));
  await settle();
};

async function openWizard(prepare?: (bridge: FakeBridge) => void) {
  const opened = await openFeatures({ at: 'sources/connect', ...(prepare === undefined ? {} : { prepare }) });
  await choose(/Vendor/, /Genesys Cloud/);
  return opened;
}

describe('the wizard for Genesys Cloud', () => {
  beforeEach(() => giveSize(1400, 420));

  it('reads regions, addresses and this machine, and no plain http elsewhere', () => {
    const ireland = {
      baseUrl: 'https://api.mypurecloud.ie',
      loginUrl: 'https://login.mypurecloud.ie',
      domain: 'mypurecloud.ie',
    };
    expect(hostsOf('mypurecloud.ie')).toEqual(ireland);
    expect(hostsOf(' https://apps.mypurecloud.ie/ ')).toEqual(ireland);
    expect(hostsOf('http://127.0.0.1:4010')).toMatchObject({
      baseUrl: 'http://127.0.0.1:4010',
      loginUrl: 'http://127.0.0.1:4010',
    });
    for (const bad of ['', 'http://mypurecloud.ie', 'nonsense', 'https://a:b@mypurecloud.ie']) {
      expect(hostsOf(bad)).toBeNull();
    }
    expect([portOf(''), portOf('8080'), portOf('80'), portOf('x')]).toEqual([null, 8080, undefined, undefined]);
    expect(genesysRef('mypurecloud.ie', 'secret', 'A1B2-c3d4')).toMatch(/^[a-z0-9-]{1,64}$/);
  });

  it('tests a client’s credentials, keeps both parts and connects', async () => {
    const { bridge } = await openWizard();
    await choose(/Region/, /Ireland/);
    fill('Client ID', ' client-1 ');
    await press('Test the connection');
    expect(screen.getByText('Enter the secret of the OAuth client.')).toBeTruthy();
    fill('Client secret', 's3cret');
    await press('Test the connection');
    expect(callsOf(bridge, 'testSource')).toEqual([
      {
        kind: 'genesys',
        baseUrl: 'https://api.mypurecloud.ie',
        loginUrl: 'https://login.mypurecloud.ie',
        clientId: 'client-1',
        secret: 's3cret',
        secretRef: null,
      },
    ]);
    await press('Connect and start reading');
    const kept = bridge.shellCalls.filter(({ name }) => name === 'keepSecret').map(({ input }) => input);
    expect(kept).toMatchObject([{ secret: 'client-1' }, { secret: 's3cret' }]);
    const [idRef, secretRef] = kept.map((input) => (input as { ref: string }).ref);
    expect(callsOf(bridge, 'addSource')).toMatchObject([
      { kind: 'genesys', name: 'Genesys Cloud', clientIdRef: idRef, secretRef, clientId: null },
    ]);
    expect(window.location.hash).toBe('#/sources');
  });

  it('waits for the browser, can give it up, and goes on by itself', async () => {
    let answer: (value: { secretRef: string; kept: 'keyring' }) => void = () => undefined;
    const { bridge } = await openWizard((fake) =>
      fake
        .handle('signIn', () => new Promise((resolve) => (answer = resolve)))
        .handle('cancelSignIn', () => ({ ok: true })),
    );
    await choose(/Signing in/, /Sign in with the browser/);
    fill('Client ID', 'pkce-client');
    await press('Sign in with the browser');
    expect(screen.getByText('Waiting for your browser…')).toBeTruthy();
    await press('Give it up');
    expect(callsOf(bridge, 'cancelSignIn')).toHaveLength(1);
    expect((screen.getByLabelText('Client ID') as HTMLInputElement).value).toBe('pkce-client');
    // What the first attempt still brings leads nowhere.
    answer({ secretRef: 'late', kept: 'keyring' });
    await settle();
    expect(callsOf(bridge, 'testSource')).toHaveLength(0);

    await press('Sign in with the browser');
    answer({ secretRef: 'gc-token', kept: 'keyring' });
    await settle();
    expect(callsOf(bridge, 'testSource')).toMatchObject([{ secretRef: 'gc-token', secret: null }]);
    await press('Connect and start reading');
    expect(callsOf(bridge, 'addSource')).toMatchObject([
      { kind: 'genesys', clientId: 'pkce-client', secretRef: 'gc-token', clientIdRef: null },
    ]);
  });

  it('offers this session where there is no keyring', async () => {
    const { bridge } = await openWizard((fake) =>
      fake.handle('signIn', ({ sessionOnly }) => {
        if (sessionOnly) return { secretRef: 'gc-session', kept: 'session' };
        throw { code: 'refused', message: 'This computer has no keyring.' };
      }),
    );
    await choose(/Signing in/, /Sign in with the browser/);
    fill('Client ID', 'pkce-client');
    await press('Sign in with the browser');
    expect(screen.getByText('This computer has no keyring')).toBeTruthy();
    await press('Keep it for this session only');
    expect(callsOf(bridge, 'signIn')).toMatchObject([{ sessionOnly: false }, { sessionOnly: true }]);
    expect(callsOf(bridge, 'testSource')).toMatchObject([{ secretRef: 'gc-session' }]);
  });
});

describe('a schedule file', () => {
  beforeEach(() => giveSize(1400, 420));

  it('is imported from the file wizard too, and says whom it could not place', async () => {
    const { bridge } = await openFeatures({
      at: 'sources/import',
      prepare: (fake) => {
        answerAdherence(fake);
      },
    });
    await press('It is a schedule…');
    expect(window.location.hash).toBe('#/adherence');
    fireEvent.click(await screen.findByRole('button', { name: 'Choose a file' }));
    expect(await screen.findByText('B. Unknown')).toBeTruthy();
    expect(callsOf(bridge, 'importSchedule')).toHaveLength(1);
  });
});

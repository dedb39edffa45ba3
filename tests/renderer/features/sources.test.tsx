import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { readAddress, secretRefOf } from '../../../renderer/features/sources/connect/address.ts';
import { FLOOR_AT, sourceRow } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { callsOf, openFeatures } from './console.tsx';

const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};
const dialog = () => screen.getByRole('dialog');

describe('sources', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows a card each with state, freshness, streams in words and the fault', async () => {
    const { bridge } = await openFeatures({ at: 'sources' });
    await onWire(() =>
      bridge.snapshot(
        'sources',
        {
          sources: [
            sourceRow('zd', {
              name: 'Zendesk acme',
              state: 'degraded',
              fault: 'Asked to wait 40 seconds.',
              quarantined: 3,
              skewMs: -90_000,
              streams: [
                {
                  stream: 'calls',
                  state: 'backfill',
                  asOf: FLOOR_AT - 60_000,
                  rows: 31_599,
                  quarantined: 3,
                  progress: 0.42,
                  fault: null,
                },
                {
                  stream: 'agent-activity',
                  state: 'unavailable',
                  asOf: null,
                  rows: 0,
                  quarantined: 0,
                  progress: null,
                  fault: 'Not in the plan.',
                },
              ],
            }),
          ],
        },
        { at: FLOOR_AT },
      ),
    );
    const card = document.querySelector('.wf-source')?.textContent ?? '';
    expect(card).toContain('Partly working');
    expect(card).toContain('31,599 records');
    expect(card).toContain('Asked to wait 40 seconds.');
    expect(card).toContain('behind this machine');
    expect(card).toContain('Reading history');
    expect(card).toContain('42%');
    // What the plan leaves out is one line below the streams, with the vendor's words to unfold.
    expect(document.querySelector('.wf-left-out summary')?.textContent).toContain('Not in the plan');
    expect(document.querySelector('.wf-left-out li')?.textContent).toContain('Not in the plan.');
    expect(document.querySelectorAll('.wf-table tbody tr')).toHaveLength(1);
    await press('3 in quarantine');
    expect(callsOf(bridge, 'quarantine')).toEqual([{ source: 'zd', limit: 300 }]);
    expect(dialog().textContent).toContain('The time “29:99:00” is no time of day.');
    expect(dialog().textContent).toContain('Line 17203');
  });

  it('offers the three beginnings when nothing is connected', async () => {
    const { bridge } = await openFeatures({ at: 'sources' });
    await onWire(() => bridge.snapshot('sources', {}));
    await press('Open the practice floor');
    expect(callsOf(bridge, 'addSource')).toMatchObject([{ kind: 'practice', secretRef: null }]);
    expect(window.location.hash).toBe('#/floor');
  });

  it('pauses, and tells a refusal', async () => {
    const { bridge } = await openFeatures({ at: 'sources' });
    await press('Pause');
    expect(callsOf(bridge, 'pauseSource')).toEqual([{ source: 'zd', paused: true }]);
    bridge.handle('pauseSource', () => {
      throw { code: 'not-found', message: 'There is no such source.' };
    });
    await press('Pause');
    expect(screen.getByText('Zendesk could not be paused: There is no such source.')).toBeTruthy();
  });

  it('says what is lost and what is not before it removes', async () => {
    const { bridge } = await openFeatures({ at: 'sources' });
    await press('Remove');
    expect(dialog().textContent).toContain('Lost here');
    expect(dialog().textContent).toContain('Kept: the records at the source itself');
    expect(callsOf(bridge, 'removeSource')).toEqual([]);
    await press('Remove it and its copy');
    expect(callsOf(bridge, 'removeSource')).toEqual([{ source: 'zd' }]);
  });

  it('renews a token where the source has one, and lets the source read again', async () => {
    const { bridge } = await openFeatures({ at: 'sources' });
    await onWire(() =>
      bridge.snapshot('sources', { sources: [sourceRow('zd', { state: 'failed', secretRef: 'zendesk-acme-1' })] }),
    );
    await press('New token');
    fill('API token', 'fresh');
    await press('Keep it and read on');
    expect(bridge.shellCalls.at(-1)).toEqual({
      name: 'keepSecret',
      input: { ref: 'zendesk-acme-1', secret: 'fresh', sessionOnly: false },
    });
    expect(callsOf(bridge, 'pauseSource')).toEqual([
      { source: 'zd', paused: true },
      { source: 'zd', paused: false },
    ]);
  });
});

describe('connecting Zendesk', () => {
  beforeEach(() => giveSize(1400, 420));

  const complete = () => {
    fill('Address of the account', 'acme');
    fill("E-mail of the token's owner", 'dana@acme.com');
    fill('API token', 's3cret');
  };

  it('names every field that is wrong before anything is asked', async () => {
    const { bridge } = await openFeatures({ at: 'sources/connect' });
    await press('Test the connection');
    expect(dialog().textContent).toContain('Enter the address of the account.');
    expect(dialog().textContent).toContain('Enter the token.');
    expect(callsOf(bridge, 'testSource')).toEqual([]);
  });

  it('tests, says what the plan allows, keeps the token in the keyring and adds the source', async () => {
    const { bridge } = await openFeatures({ at: 'sources/connect' });
    complete();
    await press('Test the connection');
    expect(callsOf(bridge, 'testSource')).toEqual([
      { kind: 'zendesk', baseUrl: 'https://acme.zendesk.com', email: 'dana@acme.com', secret: 's3cret' },
    ]);
    expect(dialog().textContent).toContain('Talk is not in this account’s plan.');
    await press('Connect and start reading');
    const kept = bridge.shellCalls.find(({ name }) => name === 'keepSecret')?.input as { ref: string };
    expect(kept).toMatchObject({ secret: 's3cret', sessionOnly: false });
    expect(kept.ref).toMatch(/^zendesk-acme-zendesk-com-[a-z0-9]+$/);
    expect(callsOf(bridge, 'addSource')).toMatchObject([
      { kind: 'zendesk', name: 'Zendesk acme', baseUrl: 'https://acme.zendesk.com', secretRef: kept.ref },
    ]);
    expect(JSON.stringify(callsOf(bridge, 'addSource'))).not.toContain('s3cret');
    expect(window.location.hash).toBe('#/sources');
  });

  it('asks before it keeps a token for the session only', async () => {
    const { bridge } = await openFeatures({
      at: 'sources/connect',
      prepare: (wire) =>
        wire.handleShell('keepSecret', ({ sessionOnly }) => ({
          ok: true,
          value: { kept: sessionOnly ? 'session' : 'refused' },
        })),
    });
    complete();
    await press('Test the connection');
    await press('Connect and start reading');
    expect(callsOf(bridge, 'addSource')).toEqual([]);
    expect(dialog().textContent).toContain('This computer has no keyring');
    await press('Keep it for this session only');
    expect(callsOf(bridge, 'addSource')).toHaveLength(1);
  });

  it('stays where it was when the connection does not work', async () => {
    await openFeatures({
      at: 'sources/connect',
      prepare: (bridge) =>
        bridge.handle('testSource', () => {
          throw { code: 'source-auth', message: 'Zendesk does not accept this token.' };
        }),
    });
    complete();
    await press('Test the connection');
    expect(dialog().textContent).toContain('Zendesk does not accept this token.');
    expect((screen.getByLabelText('API token') as HTMLInputElement).value).toBe('s3cret');
  });
});

describe('the address of an account', () => {
  it.each([
    ['acme', 'https://acme.zendesk.com'],
    ['acme.zendesk.com/', 'https://acme.zendesk.com'],
    [' https://help.acme.com/agent ', 'https://help.acme.com'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ])('reads %j', (text, baseUrl) => {
    expect(readAddress(text)).toMatchObject({ ok: true, baseUrl });
  });

  it.each([
    ['', 'empty'],
    ['http://acme.zendesk.com', 'plain'],
    ['ftp://acme.com', 'plain'],
    ['https://user:pass@acme.com', 'bad'],
    ['ac me', 'bad'],
    ['https://intranet', 'bad'],
  ])('refuses %j', (text, problem) => {
    expect(readAddress(text)).toEqual({ ok: false, problem });
  });

  it('makes a name for the keyring that the keyring takes', () => {
    expect(secretRefOf(`${'Ä'.repeat(90)}.com`, crypto.randomUUID())).toMatch(/^[a-z0-9-]{1,64}$/);
  });
});

describe('importing a file', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows the rows as they are and as they would be imported, with the reason of each that cannot be read', async () => {
    const { bridge } = await openFeatures({ at: 'sources/import' });
    await press('Choose…');
    expect(callsOf(bridge, 'filePreview')).toMatchObject([{ path: '/home/supervisor/february.txt', mapping: null }]);
    const text = dialog().textContent ?? '';
    expect(text).toContain('Tab · utf-8 · 8 columns');
    expect(text).toContain('1 of the first 2 rows can be read.');
    expect(text).toContain('The date “99o201” is no date.');
    expect(text).toContain('AA0101');
  });

  it('imports, shows how far it is, and where every row went', async () => {
    let finish: (() => void) | undefined;
    const { bridge } = await openFeatures({
      at: 'sources/import',
      prepare: (wire) =>
        wire.handle(
          'importFile',
          () =>
            new Promise((resolve) => {
              finish = () =>
                resolve({ file: 'february.txt', rows: 10, stored: 8, repaired: 1, duplicates: 1, quarantined: 1 });
            }),
        ),
    });
    fill('File on this computer', '/data/february.txt');
    await press('Look into it');
    await press('Import');
    await onWire(() => bridge.progress('import', 420, 1000, 'february.txt'));
    expect(dialog().textContent).toContain('42%');
    await press('Stop the import');
    expect(callsOf(bridge, 'cancelImport')).toHaveLength(1);
    await onWire(() => finish?.());
    const text = dialog().textContent ?? '';
    expect(text).toContain('Every row of february.txt is accounted for');
    expect(within(dialog()).getByText('In quarantine').parentElement?.textContent).toBe('In quarantine1');
  });

  it('says what an import that was stopped means', async () => {
    await openFeatures({
      at: 'sources/import',
      prepare: (bridge) =>
        bridge.handle('importFile', () => {
          throw { code: 'cancelled', message: 'Cancelled.' };
        }),
    });
    await press('Choose…');
    await press('Import');
    expect(dialog().textContent).toContain('What was read is kept; importing the file again goes on from there.');
  });

  it('says why a file cannot be read', async () => {
    await openFeatures({
      at: 'sources/import',
      prepare: (bridge) =>
        bridge.handle('filePreview', () => {
          throw { code: 'not-found', message: 'There is no file /nowhere.' };
        }),
    });
    fill('File on this computer', '/nowhere');
    await press('Look into it');
    expect(dialog().textContent).toContain('There is no file /nowhere.');
    expect(screen.getByRole('button', { name: 'Import' }).hasAttribute('disabled')).toBe(true);
  });
});

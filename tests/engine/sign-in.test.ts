import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../electron/engine/log.ts';
import type { Log } from '../../electron/engine/log.ts';
import { MainDesk } from '../../electron/engine/main-desk.ts';
import type { EngineToMain, MainToEngine } from '../../electron/engine/messages.ts';
import { SecretBox } from '../../electron/engine/secrets.ts';
import { SignIns } from '../../electron/engine/sign-in.ts';
import { systemClock } from '../../shared/time/clock.ts';

type Answer = Extract<MainToEngine, { type: 'opened' | 'kept' }>;

/** The main process as the engine sees it: a browser and a keyring, or none. */
class FakeMain {
  readonly kept = new Map<string, { secret: string; where: string }>();
  keyring = true;
  browse: (url: string) => void = () => {};

  answer(message: EngineToMain): Answer | null {
    if (message.type === 'openOutside') {
      this.browse(message.url);
      return { type: 'opened', id: message.id, ok: true };
    }
    if (message.type !== 'keepSecret') return null;
    const { id, ref, secret, where } = message;
    const before = this.kept.get(ref)?.where;
    const wanted = where === 'as-before' ? (before ?? 'keyring') : where;
    if (wanted === 'keyring' && !this.keyring) return { type: 'kept', id, kept: 'refused' };
    this.kept.set(ref, { secret, where: wanted });
    return { type: 'kept', id, kept: wanted === 'session' ? 'session' : 'keyring' };
  }
}

describe('signing in at a vendor', () => {
  let vendor: Server;
  let main: FakeMain;
  let desk: MainDesk;
  let secrets: SecretBox;
  let signIns: SignIns;
  let directory: string;
  let log: Log;
  const asked: string[] = [];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'watchfloor-sign-in-'));
    log = openLog({ directory, level: 'debug', now: systemClock.now });
    vendor = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"access_token":"of-an-hour","expires_in":3600,"refresh_token":"the-lasting-one"}');
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    main = new FakeMain();
    asked.length = 0;
    secrets = new SecretBox((ref) => asked.push(ref), {}, log);
    desk = new MainDesk((message) => {
      const answer = main.answer(message);
      if (answer !== null) queueMicrotask(() => desk.hear(answer));
    }, secrets);
    signIns = new SignIns({ desk, log });
    // A person who says yes at once.
    main.browse = (url) => {
      const question = new URL(url).searchParams;
      const back = new URL(question.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code: 'c', state: question.get('state') ?? '' }).toString();
      void fetch(back);
    };
  });

  afterEach(async () => {
    signIns.cancel();
    vendor.closeAllConnections();
    await new Promise((resolve) => vendor.close(resolve));
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
  });

  const input = (more: object = {}) => {
    const loginUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    const rest = { clientId: 'client', port: null, sessionOnly: false };
    return { kind: 'genesys' as const, baseUrl: loginUrl, loginUrl, ...rest, ...more };
  };

  it('keeps the lasting token in the keyring, under a name that a source can be given', async () => {
    const { secretRef, kept } = await signIns.begin(input());
    expect(kept).toBe('keyring');
    expect(secretRef).toMatch(/^genesys-[a-f0-9]+$/);
    expect(main.kept.get(secretRef)).toEqual({ secret: 'the-lasting-one', where: 'keyring' });
    expect(await secrets.readerFor('gc')(secretRef, { fresh: false })).toBe('the-lasting-one');
    expect(asked).toEqual([]);
  });

  it('keeps it for this session where that is what the person wants', async () => {
    main.keyring = false;
    const { secretRef, kept } = await signIns.begin(input({ sessionOnly: true }));
    expect(kept).toBe('session');
    expect(main.kept.get(secretRef)?.where).toBe('session');
  });

  it('says that there is no keyring, and keeps nothing', async () => {
    main.keyring = false;
    await expect(signIns.begin(input())).rejects.toMatchObject({ code: 'refused', message: /no keyring/ });
    expect(main.kept.size).toBe(0);
  });

  it('puts a token that has changed where the last one is', async () => {
    const { secretRef } = await signIns.begin(input({ sessionOnly: true }));
    await desk.writer(secretRef, 'the-next-one');
    expect(main.kept.get(secretRef)).toEqual({ secret: 'the-next-one', where: 'session' });
    expect(await secrets.readerFor('gc')(secretRef, { fresh: false })).toBe('the-next-one');
    main.keyring = false;
    await expect(desk.writer('genesys-other', 'x')).rejects.toMatchObject({ code: 'source-auth' });
  });

  it('gives way to a second sign-in, and can be stopped', async () => {
    main.browse = () => {};
    const first = signIns.begin(input()).catch((error: unknown) => error);
    const second = signIns.begin(input()).catch((error: unknown) => error);
    expect(await first).toMatchObject({ code: 'cancelled' });
    signIns.cancel();
    expect(await second).toMatchObject({ code: 'cancelled' });
  });

  it('shows no browser where there is no main process', async () => {
    const alone = new SignIns({ desk: new MainDesk(null, secrets), log });
    await expect(alone.begin(input())).rejects.toMatchObject({ code: 'refused' });
  });

  it('writes no token into the log', async () => {
    await signIns.begin(input());
    log.info('a line that names the-lasting-one by mistake');
    const written = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log') || name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(directory, name), 'utf8'))
      .join('');
    expect(written).toContain('signed in');
    expect(written).not.toContain('the-lasting-one');
  });
});

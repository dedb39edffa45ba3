import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { challengeOf } from '../../../electron/sync/sign-in/pkce.ts';
import { signIn, SIGN_IN_MS } from '../../../electron/sync/sign-in/sign-in.ts';
import { systemTimers } from '../../../electron/sync/timers.ts';
import type { Timers } from '../../../electron/sync/timers.ts';
import { createTransport } from '../../../electron/sync/transport.ts';
import { ManualClock, systemClock } from '../../../shared/time/clock.ts';
import { ManualTimers, settle } from './fakes.ts';

/** An OAuth server as vendors have them: gives a code to the browser, and a token for the code and its proof, once. */
class FakeLogin {
  readonly asked: URL[] = [];
  readonly redeemed: URLSearchParams[] = [];
  reply: (form: URLSearchParams) => { status: number; body: string } = (form) => this.redeem(form);
  #challenges = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const form = new URLSearchParams(body);
      this.redeemed.push(form);
      const { status, body: text } = this.reply(form);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the sign-in page does after the person's password: gives out a code. @returns where it sends the browser */
  consent(address: string): URL {
    const url = new URL(address);
    this.asked.push(url);
    const code = `code-${this.asked.length}`;
    this.#challenges.set(code, url.searchParams.get('code_challenge') ?? '');
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }).toString();
    return back;
  }

  redeem(form: URLSearchParams): { status: number; body: string } {
    const challenge = this.#challenges.get(form.get('code') ?? '');
    this.#challenges.delete(form.get('code') ?? '');
    if (challenge === undefined || challengeOf(form.get('code_verifier') ?? '') !== challenge) {
      return { status: 400, body: '{"error":"invalid_grant","description":"…"}' };
    }
    return {
      status: 200,
      body: '{"access_token":"a","expires_in":3600,"refresh_token":"lasting","token_type":"bearer"}',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

describe('signing in with the browser', () => {
  let login: FakeLogin;
  let stop: AbortController;

  beforeEach(async () => {
    login = new FakeLogin();
    await login.start();
    stop = new AbortController();
  });

  afterEach(() => login.stop());

  /** @param browse what the person's browser does with the address */
  function begin(
    browse: (address: string) => void,
    options: { timers?: Timers; loginUrl?: string; shown?: boolean } = {},
  ) {
    const open = async (address: string) => {
      browse(address);
      return options.shown ?? true;
    };
    const transport = createTransport(systemClock, systemTimers);
    const request = { loginUrl: options.loginUrl ?? login.url, clientId: 'the-client', port: null };
    return signIn(request, { transport, timers: options.timers ?? systemTimers, open }, stop.signal);
  }

  const visit = (url: URL, init: RequestInit = {}) => fetch(url, { redirect: 'manual', ...init });

  it('asks with a proof of its own and redeems the code with it', async () => {
    const pages: Response[] = [];
    const { refreshToken } = await begin((address) => {
      void visit(login.consent(address)).then((page) => pages.push(page));
    });
    expect(refreshToken).toBe('lasting');
    const [asked] = login.asked;
    expect(asked?.pathname).toBe('/oauth/authorize');
    expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
      response_type: 'code',
      client_id: 'the-client',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    });
    expect(asked?.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
    const [form] = login.redeemed;
    expect(Object.fromEntries(form ?? [])).toMatchObject({ grant_type: 'authorization_code', client_id: 'the-client' });
    expect(form?.get('code_verifier')?.length).toBeGreaterThanOrEqual(43);
    expect(form?.has('client_secret')).toBe(false);
    const [page] = pages;
    expect(page?.status).toBe(200);
    expect(await page?.text()).toContain('You can close this page');
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('matches the example of RFC 7636, appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('takes no answer without its state, and waits on for the right one', async () => {
    const statuses: number[] = [];
    const { refreshToken } = await begin((address) => {
      void (async () => {
        const right = login.consent(address);
        const forged = new URL(right);
        forged.searchParams.set('state', 'x'.repeat(32));
        forged.searchParams.set('code', 'of-somebody-else');
        const elsewhere = new URL(right);
        elsewhere.pathname = '/';
        const stateless = new URL(right);
        stateless.search = '?code=code-1';
        for (const url of [forged, stateless, elsewhere]) statuses.push((await visit(url)).status);
        statuses.push((await visit(right, { method: 'POST' })).status);
        statuses.push((await visit(right)).status);
      })();
    });
    expect(refreshToken).toBe('lasting');
    expect(statuses).toEqual([400, 400, 404, 404, 200]);
    expect(login.redeemed).toHaveLength(1);
  });

  it('can be answered once, and listens no longer after it', async () => {
    let back: URL | null = null;
    await begin((address) => {
      back = login.consent(address);
      void visit(back);
    });
    if (back === null) throw new Error('the browser was not opened');
    await expect(visit(back)).rejects.toThrow('fetch failed');
    expect(login.redeemed).toHaveLength(1);
  });

  it('says that the person refused', async () => {
    const outcome = begin((address) => {
      const back = login.consent(address);
      back.searchParams.delete('code');
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', '<script>alert(1)</script>');
      void visit(back);
    });
    await expect(outcome).rejects.toMatchObject({
      code: 'source-auth',
      message: 'The sign-in was refused in the browser.',
    });
    expect(login.redeemed).toHaveLength(0);
  });

  it('says that the vendor does not take the code', async () => {
    login.reply = () => ({ status: 400, body: '{"error":"invalid_grant"}' });
    const outcome = begin((address) => void visit(login.consent(address)));
    await expect(outcome).rejects.toMatchObject({
      code: 'source-auth',
      message: expect.stringContaining('invalid_grant'),
    });
  });

  it('says that a sign-in without a lasting token is of no use', async () => {
    login.reply = () => ({ status: 200, body: '{"access_token":"a","expires_in":3600}' });
    const outcome = begin((address) => void visit(login.consent(address)));
    await expect(outcome).rejects.toMatchObject({
      code: 'source-auth',
      message: expect.stringContaining('refresh tokens'),
    });
  });

  it.each([
    [500, 'oops'],
    [200, '<html>the hotel wants you to sign in</html>'],
  ])('says that the vendor has a fault of its own (%s)', async (status, body) => {
    login.reply = () => ({ status, body });
    const outcome = begin((address) => void visit(login.consent(address)));
    await expect(outcome).rejects.toMatchObject({ code: 'source-unreachable' });
  });

  it('says that there is no browser', async () => {
    await expect(begin(() => {}, { shown: false })).rejects.toMatchObject({ code: 'refused' });
  });

  it('can be stopped, and listens no longer after it', async () => {
    let back: URL | null = null;
    const outcome = begin((address) => {
      back = login.consent(address);
      setImmediate(() => stop.abort());
    });
    await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
    if (back === null) throw new Error('the browser was not opened');
    await expect(visit(back)).rejects.toThrow('fetch failed');
  });

  it('ends after five minutes in which nobody came back', async () => {
    const timers = new ManualTimers(new ManualClock(0));
    let opened = false;
    const outcome = begin(
      () => {
        opened = true;
      },
      { timers },
    );
    const ended = outcome.catch((error: unknown) => error);
    while (!opened) await settle();
    await timers.advance(SIGN_IN_MS - 1000);
    await timers.advance(2000);
    expect(await ended).toMatchObject({ code: 'time-limit' });
  });

  it.each(['http://login.example.test', 'ftp://127.0.0.1', 'https://user:secret@login.example.test', 'nonsense'])(
    'goes to no address like %s',
    async (loginUrl) => {
      const seen: string[] = [];
      await expect(begin((address) => seen.push(address), { loginUrl })).rejects.toMatchObject({
        code: 'invalid-input',
      });
      expect(seen).toEqual([]);
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../helpers/app.ts';

/** What a hostile page could try if it ever got in: each of these stays dead. */
describe('the window is locked down', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.launch();
  });
  afterAll(() => app?.close());

  it('runs sandboxed and isolated, without Node', async () => {
    const seen = await app.page.evaluate(() => ({
      node: typeof (globalThis as { process?: unknown }).process,
      require: typeof (globalThis as { require?: unknown }).require,
      bridge: Object.keys((globalThis as unknown as { watchfloor: object }).watchfloor).sort(),
    }));
    expect(seen).toEqual({ node: 'undefined', require: 'undefined', bridge: ['onEngine', 'onIntent', 'shell'] });
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): { sandbox?: boolean; contextIsolation?: boolean; nodeIntegration?: boolean };
      };
      const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('has no network of its own, and no inline script', async () => {
    const fetched = await app.page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      ),
    );
    expect(fetched).toBe('refused');
    const ran = await app.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.documentElement.dataset.hacked = "1"';
      document.head.append(script);
      return document.documentElement.dataset['hacked'] ?? 'no';
    });
    expect(ran).toBe('no');
  });

  it('does not navigate away and opens no windows', async () => {
    const before = app.page.url();
    await app.page.evaluate(() => {
      location.href = 'https://example.invalid/';
    });
    const opened = await app.page.evaluate(() => window.open('https://example.invalid/') === null);
    expect(opened).toBe(true);
    expect(app.page.url()).toBe(before);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('denies permissions', async () => {
    const state = await app.page.evaluate(() => Notification.requestPermission());
    expect(state).toBe('denied');
  });

  it('refuses malformed shell calls with a typed error', async () => {
    const answers = await app.page.evaluate(async () => {
      const { shell } = (
        globalThis as unknown as { watchfloor: { shell: Record<string, (input: unknown) => Promise<unknown>> } }
      ).watchfloor;
      return [
        await shell['setTheme']?.({ theme: 'neon' }),
        await shell['keepSecret']?.({ ref: '../x', secret: 's', sessionOnly: true }),
      ];
    });
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});

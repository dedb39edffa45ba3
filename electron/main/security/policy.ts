import { app, session, shell, type Session, type WebContents } from 'electron';
import { log } from '../log.ts';

export const ORIGIN = 'app://watchfloor';

/** Content policy of every page: own scripts and styles only, no network at all. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Denies every permission, device and download: the console needs none. */
export function lockSession(target: Session = session.defaultSession): void {
  target.setPermissionRequestHandler((_contents, permission, answer) => {
    log('warn', 'permission denied', { permission });
    answer(false);
  });
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
  // Nothing that the window could ever be talked into may leave the machine.
  target.webRequest.onBeforeRequest((details, answer) => {
    const allowed =
      details.url.startsWith(`${ORIGIN}/`) || details.url.startsWith('devtools:') || details.url.startsWith('data:');
    if (!allowed) log('warn', 'request refused', { url: details.url.slice(0, 200) });
    answer({ cancel: !allowed });
  });
}

/** No navigation away, no new windows, no webviews, in any contents that will ever be made. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${ORIGIN}/`)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/**
 * Opens a vendor's page in the system browser: https, or plain http on this machine (the practice floor), never with credentials in the address.
 *
 * @returns false when the address was refused or there is no browser
 */
export async function openInBrowser(url: string): Promise<boolean> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const local = parsed?.protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname);
  if (parsed === null || !(parsed.protocol === 'https:' || local)) return false;
  if (parsed.username !== '' || parsed.password !== '') return false;
  try {
    await shell.openExternal(parsed.toString());
    return true;
  } catch (error) {
    log('error', 'no browser', { reason: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

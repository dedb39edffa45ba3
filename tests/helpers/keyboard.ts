import type { App } from './app.ts';

/** What has the keyboard: its spoken name, else what names it, else its text. */
export function focused({ page }: App): Promise<string> {
  return page.evaluate(() => {
    const own = document.activeElement;
    if (own === null || own === document.body) return '';
    const named = (own.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
    const words = named.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    return own.getAttribute('aria-label') ?? (words.trim() === '' ? (own.textContent ?? '') : words);
  });
}

/** Tab until something of that name has the keyboard; a ring without it ends the test. */
export async function tabTo(app: App, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < 80; step++) {
    if (name.test(await focused(app))) return;
    await app.page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${name}; it is at “${await focused(app)}”.`);
}

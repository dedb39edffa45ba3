import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { afterEach, describe, expect, it } from 'vitest';
import { STRIP_KEYS } from '../../../shared/contract/rows.ts';
import { AGENT_ALARM_RULES, QUEUE_ALARM_RULES } from '../../../shared/domain/alarms-rules.ts';
import { setLocale, t, tKnown } from '../../../renderer/ui/index.ts';

const root = join(import.meta.dirname, '../../..');
const locales = join(root, 'resources/locales');

function messages(): [string, string][] {
  return readdirSync(join(locales, 'en')).flatMap((file) => {
    const texts = JSON.parse(readFileSync(join(locales, 'en', file), 'utf8')) as Record<string, string>;
    return Object.entries(texts).map(([key, text]): [string, string] => [`${file.replace('.json', '')}.${key}`, text]);
  });
}

function parses(text: string): boolean {
  try {
    return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst().length >= 0;
  } catch {
    return false;
  }
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

afterEach(() => setLocale('en'));

describe('messages', () => {
  it('are all well-formed', () => {
    const broken = messages().filter(([, text]) => !parses(text));
    expect(broken).toEqual([]);
  });

  it('exist for every key that the screens name outright', () => {
    const known = new Set(messages().map(([key]) => key));
    const used = sources(join(root, 'renderer')).flatMap((text) =>
      [...text.matchAll(/\b(?:t|tKnown)\(\s*'([a-z]+\.[A-Za-z0-9.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !known.has(key))).toEqual([]);
  });

  it('exist for every key that the engine sends', () => {
    const sent = [
      ...[...QUEUE_ALARM_RULES, ...AGENT_ALARM_RULES].flatMap((rule) => [
        `alarm.${rule}.reason`,
        `alarm.${rule}.action`,
      ]),
      ...STRIP_KEYS.map((key) => `floor.tile.${key}`),
      ...['shared/domain', 'electron/live']
        .flatMap((folder) => sources(join(root, folder)))
        .flatMap((text) => [...text.matchAll(/'((?:risk|strip|agent)\.[A-Za-z]+)'/g)].map((match) => match[1] ?? '')),
    ];
    expect(sent.filter((key) => tKnown(key) === null)).toEqual([]);
  });

  it('are text: what a name contains is neither markup nor a message', () => {
    const name = '<b>{count, plural, one {#}}</b>';
    expect(t('floor.tile.most', { queue: name })).toBe(`most in ${name}`);
  });

  it('fall back to English in a language without messages, with the numbers of that language', () => {
    setLocale('de-CH');
    expect(t('floor.queues.title')).toBe('Queues');
    setLocale('not a tag');
    expect(t('floor.queues.title')).toBe('Queues');
  });

  it('count by the rules of the language', () => {
    expect([t('app.queueCount', { count: 1 }), t('app.queueCount', { count: 12 })]).toEqual(['1 queue', '12 queues']);
  });
});

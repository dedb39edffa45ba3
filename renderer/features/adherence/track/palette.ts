import type { Activity, AgentState } from '../../../../shared/domain/records.ts';

/** The tokens as a canvas needs them. */
export interface Palette {
  surface: string;
  line: string;
  lineStrong: string;
  text: string;
  muted: string;
  accent: string;
  available: string;
  onContact: string;
  wrap: string;
  pause: string;
  help: string;
  offline: string;
  warning: string;
  breach: string;
  /** How strong a plan is drawn under what was done. */
  planAlpha: number;
  font: string;
}

let known: Palette | null = null;
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** The colours of the theme in use. */
export function palette(): Palette {
  known ??= read();
  return known;
}

/** Told when the theme changes. */
export function onPalette(listener: () => void): () => void {
  listeners.add(listener);
  observer ??= watch();
  return () => listeners.delete(listener);
}

function watch(): MutationObserver {
  const watching = new MutationObserver(() => {
    known = null;
    for (const listener of listeners) listener();
  });
  watching.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-density'] });
  return watching;
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#808080';
  return {
    surface: token('surface'),
    line: token('line'),
    lineStrong: token('line-strong'),
    text: token('text'),
    muted: token('muted'),
    accent: token('accent'),
    available: token('available'),
    onContact: token('on-contact'),
    wrap: token('wrap'),
    pause: token('break'),
    help: token('help'),
    offline: token('offline'),
    warning: token('warning'),
    breach: token('breach'),
    planAlpha: document.documentElement.dataset['theme'] === 'light' ? 0.2 : 0.3,
    font: style.fontFamily === '' ? 'sans-serif' : getComputedStyle(document.body).fontFamily,
  };
}

/** Hue of a planned activity; the word stands in the block or in its tip. */
export function planColor(activity: Activity, colors: Palette): string {
  switch (activity) {
    case 'work':
      return colors.onContact;
    case 'break':
      return colors.pause;
    case 'lunch':
      return colors.wrap;
    case 'back-office':
      return colors.pause;
    default:
      return colors.muted;
  }
}

export function stateColor(state: AgentState, colors: Palette): string {
  switch (state) {
    case 'available':
      return colors.available;
    case 'on-contact':
      return colors.onContact;
    case 'wrap':
      return colors.wrap;
    case 'help':
      return colors.help;
    case 'offline':
      return colors.offline;
    default:
      return colors.pause;
  }
}

/** What is measured inside a page, put there from outside: no page of the program knows that it is measured. */
import { contentTracing } from 'electron';
import type { BrowserWindow, WebContents } from 'electron';
import { writeFileSync } from 'node:fs';
import type { Scrolled } from './words.ts';

/** Begins to write down long tasks. */
export const observeScript = `
  globalThis.benchLongTasks = [];
  globalThis.benchObserver?.disconnect();
  globalThis.benchObserver = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.benchLongTasks.push(entry.duration);
  });
  globalThis.benchObserver.observe({ entryTypes: ['longtask'] });
  null`;

export const observedScript = `({ longTasks: globalThis.benchLongTasks })`;

export const columnsScript = `(() => {
  const [queues, agents] = [...document.querySelectorAll('[role="grid"]')];
  const count = (grid) => grid?.querySelectorAll('th[scope="col"], [role="columnheader"]').length ?? 0;
  return { queues: count(queues), agents: count(agents), people: count(queues) };
})()`;

/** The window looks at one team from now on; it has to be loaded again. */
export function scopeScript(team: string): string {
  return `localStorage.setItem('watchfloor.scope', ${JSON.stringify(JSON.stringify({ queues: [], teams: [team] }))})`;
}

/**
 * Opens one month after another as a link does, from another sub-page each time.
 *
 * @returns script that gives the milliseconds from the click until it is on the glass, of the months and of the plain sub-page between them
 */
export function monthsScript(months: readonly string[]): string {
  return `(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const until = async (holds) => { while (!holds()) await frame(); };
    const open = async (route, holds) => {
      await new Promise((done) => setTimeout(done, 300));
      const from = performance.now();
      location.hash = '#/adherence/' + route;
      await until(holds);
      // The frame that shows it has been drawn when the next one begins.
      await frame();
      await frame();
      return performance.now() - from;
    };
    await until(() => document.querySelector('.wf-log') !== null);
    const taken = { months: [], plain: [] };
    for (const month of ${JSON.stringify(months)}) {
      const shown = () => document.querySelectorAll('.wf-heat-body .wf-heat-row').length > 10;
      taken.months.push(await open('month/' + month, shown));
      taken.plain.push(await open('exceptions', () => document.querySelector('.wf-log') !== null));
    }
    return taken;
  })()`;
}

/** Pixels of one turn of the wheel, and milliseconds between two: about 2,000 rows of 30 pixels in ten seconds. */
const WHEEL_PIXELS = 100;
const WHEEL_EVERY_MS = 16;

/** Turns the wheel over the agents' table for some seconds and writes down the time between animation frames. */
export async function scroll(window: BrowserWindow, seconds: number, ours: boolean): Promise<Scrolled> {
  const contents = window.webContents;
  // Whatever in the agents' table is scrolled: the grid itself with us, some box within it with AG Grid.
  const table = ours ? `[...document.querySelectorAll('[role="grid"]')].at(-1)` : `document.querySelector('#agents')`;
  const body = `[${table}, ...${table}.querySelectorAll('*')].find(
    (box) => box.scrollHeight > box.clientHeight + 1000 && /auto|scroll/.test(getComputedStyle(box).overflowY))`;
  const place = (await contents.executeJavaScript(
    `(() => { const { x, y, width, height } = ${body}.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
  )) as { x: number; y: number };
  await contents.executeJavaScript(`(() => {
    const scroller = ${body};
    const gaps = (globalThis.benchGaps = []);
    let last = null;
    let top = scroller.scrollTop;
    globalThis.benchDistance = 0;
    globalThis.benchScrolling = true;
    const look = (now) => {
      if (last !== null) gaps.push(now - last);
      last = now;
      globalThis.benchDistance += Math.abs(scroller.scrollTop - top);
      top = scroller.scrollTop;
      if (globalThis.benchScrolling) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })()`);
  const until = performance.now() + seconds * 1000;
  let turned = 0;
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      if (performance.now() >= until) {
        clearInterval(timer);
        done();
        return;
      }
      // Down through the whole table, then up again.
      const down = Math.floor(turned / 550) % 2 === 0;
      turned += 1;
      contents.sendInputEvent({
        type: 'mouseWheel',
        x: Math.round(place.x),
        y: Math.round(place.y),
        deltaX: 0,
        deltaY: down ? -WHEEL_PIXELS : WHEEL_PIXELS,
        canScroll: true,
      });
    }, WHEEL_EVERY_MS);
  });
  return (await contents.executeJavaScript(
    `(globalThis.benchScrolling = false, { gaps: globalThis.benchGaps, distance: globalThis.benchDistance })`,
  )) as Scrolled;
}

/** A processor profile of the page's script, and a trace of what the browser did for it (style, layout, paint, raster). */
export class Profile {
  readonly #contents: WebContents;

  constructor(contents: WebContents) {
    this.#contents = contents;
  }

  async start(): Promise<void> {
    this.#contents.debugger.attach('1.3');
    await this.#contents.debugger.sendCommand('Profiler.enable');
    await this.#contents.debugger.sendCommand('Profiler.setSamplingInterval', { interval: 500 });
    await this.#contents.debugger.sendCommand('Profiler.start');
    await contentTracing.startRecording({ included_categories: ['devtools.timeline', 'cc', 'toplevel'] });
  }

  /** Writes `<path>.cpuprofile` and `<path>.trace.json`. */
  async stop(path: string): Promise<void> {
    await contentTracing.stopRecording(`${path}.trace.json`);
    const { profile } = (await this.#contents.debugger.sendCommand('Profiler.stop')) as { profile: unknown };
    this.#contents.debugger.detach();
    writeFileSync(`${path}.cpuprofile`, JSON.stringify(profile));
  }
}

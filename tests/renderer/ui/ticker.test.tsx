import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatAge, Since, ticker } from '../../../renderer/ui/index.ts';

describe('ticking', () => {
  const start = Date.UTC(2026, 2, 3, 8, 0, 0);

  beforeEach(() => {
    vi.useFakeTimers({ now: start });
    ticker.setClock(() => Date.now(), 1);
    ticker.setStill(false);
  });

  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('counts by rewriting its text, without a render', () => {
    const renders = vi.fn();
    function Probe() {
      renders();
      return <Since at={start - 5000} ages={AGES} />;
    }
    const { container } = render(<Probe />);
    const node = container.querySelector('span')?.firstChild;
    expect(node?.textContent).toBe('0:05');
    vi.advanceTimersByTime(3100);
    expect(node?.textContent).toBe('0:08');
    expect(node).toBe(container.querySelector('span')?.firstChild);
    expect(container.querySelector('span')?.dataset['age']).toBe('1');
    expect(renders).toHaveBeenCalledTimes(1);
  });

  it('holds waits still and lets ages grow while the picture is paused', () => {
    const { container } = render(
      <>
        <Since at={start - 5000} />
        <Since at={start - 5000} format={formatAge} />
      </>,
    );
    ticker.setStill(true);
    vi.advanceTimersByTime(4100);
    expect([...container.querySelectorAll('span')].map((span) => span.textContent)).toEqual(['0:05', '9 s']);
    ticker.setStill(false);
    expect(container.querySelector('span')?.textContent).toBe('0:09');
  });

  it('stands at what is known where the source has stalled, and runs again when it is back', () => {
    const { container, rerender } = render(<Since at={start - 5000} until={start + 2000} />);
    vi.advanceTimersByTime(60_000);
    expect(container.textContent).toBe('0:07');
    rerender(<Since at={start - 5000} until={null} />);
    expect(container.textContent).toBe('1:05');
  });

  it('follows the moment on screen, also at another speed', () => {
    const { container } = render(<Since at={start - 5000} />);
    ticker.setClock(() => start + (Date.now() - start) * 60, 60);
    vi.advanceTimersByTime(500);
    expect(container.textContent).toBe('0:35');
    ticker.setClock(() => Date.now(), 1);
  });

  it('rewrites the cells of a large floor over a few frames, and every one of them', () => {
    const cells = Array.from({ length: 200 }, (_, place) => <Since key={place} at={start - 5000} />);
    const { container } = render(<div>{cells}</div>);
    const said = (text: string) =>
      [...container.querySelectorAll('span')].filter((span) => span.textContent === text).length;
    vi.advanceTimersByTime(1006);
    expect(said('0:06')).toBeGreaterThan(0);
    expect(said('0:06')).toBeLessThan(100);
    vi.advanceTimersByTime(400);
    expect(said('0:06')).toBe(200);
  });

  it('rests when nothing on screen counts', () => {
    const { unmount } = render(<Since at={start} />);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

const AGES = [6, 60];

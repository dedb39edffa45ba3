import { useEffect, useRef } from 'react';
import './button.css';

const DELAY_MS = 350;

/**
 * One tooltip for all elements with `data-tip` (cells of tables, where a component each would cost too much). Shown on pointing; what it
 * says must also be in the element's accessible name or description.
 */
export function TipLayer() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let owner: Element | null = null;
    const hide = () => {
      clearTimeout(timer);
      owner = null;
      if (ref.current !== null) ref.current.hidden = true;
    };
    const over = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      if (target === owner) return;
      hide();
      if (target === null) return;
      owner = target;
      timer = setTimeout(() => show(ref.current, target), DELAY_MS);
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', hide);
    document.addEventListener('scroll', hide, true);
    return () => {
      hide();
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', hide);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);
  return <div ref={ref} className="wf-tip wf-tip-layer" role="presentation" hidden />;
}

function show(layer: HTMLDivElement | null, target: Element): void {
  const text = target.getAttribute('data-tip');
  if (layer === null || text === null || text === '' || !target.isConnected) return;
  layer.textContent = text;
  layer.hidden = false;
  const around = target.getBoundingClientRect();
  const size = layer.getBoundingClientRect();
  const left = Math.min(
    Math.max(6, around.left + around.width / 2 - size.width / 2),
    document.documentElement.clientWidth - size.width - 6,
  );
  const below = around.bottom + 6;
  const top = below + size.height > document.documentElement.clientHeight ? around.top - size.height - 6 : below;
  layer.style.left = `${left}px`;
  layer.style.top = `${top}px`;
}

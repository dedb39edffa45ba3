import { X } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { t } from './i18n/index.ts';
import './dialog.css';

interface SlideOverProps {
  title: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/**
 * Details that slide over the right side of the board; the board stays in use beside it. Esc inside closes it, and focus goes back to
 * where it was.
 */
export function SlideOver({ title, onClose, children }: SlideOverProps) {
  const id = useId();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const own = ref.current;
    return () => {
      const inside = own !== null && (own.contains(document.activeElement) || document.activeElement === document.body);
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const own = ref.current;
    const hear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    own?.addEventListener('keydown', hear);
    return () => own?.removeEventListener('keydown', hear);
  }, []);
  return (
    <aside ref={ref} className="wf-slide" aria-labelledby={id}>
      <header className="wf-slide-head">
        <h2 id={id} className="wf-clip">
          {title}
        </h2>
        <IconButton label={t('ui.close')} onPress={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="wf-slide-body wf-selectable">{children}</div>
    </aside>
  );
}

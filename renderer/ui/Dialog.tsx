import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { t } from './i18n/index.ts';
import './dialog.css';

interface DialogProps {
  title: string;
  open: boolean;
  onClose(): void;
  /** `wide` for tables and previews. */
  size?: 'normal' | 'wide';
  children: ReactNode;
  /** Buttons at the lower right. */
  footer?: ReactNode;
}

/** A modal dialog: focus stays in it, Esc and the scrim close it, focus returns to where it was. */
export function Dialog({ title, open, onClose, size = 'normal', children, footer }: DialogProps) {
  return (
    <ModalOverlay className="wf-scrim" isOpen={open} onOpenChange={(next) => !next && onClose()} isDismissable>
      <Modal className={cx('wf-modal', size === 'wide' && 'wf-modal-wide')}>
        <AriaDialog className="wf-dialog">
          <header className="wf-dialog-head">
            <Heading slot="title" className="wf-clip">
              {title}
            </Heading>
            <IconButton label={t('ui.close')} onPress={onClose}>
              <X />
            </IconButton>
          </header>
          <div className="wf-dialog-body">{children}</div>
          {footer !== undefined && <footer className="wf-dialog-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

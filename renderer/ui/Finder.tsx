import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from 'react-aria-components';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { Kbd } from './Kbd.tsx';
import { useFocus } from './use-focus.ts';
import './finder.css';

export interface Found {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Muted, at the right of the label. */
  note?: string;
  keys?: string | null;
}

interface FinderProps {
  label: string;
  placeholder: string;
  /** What fits the text, best first; a few dozen at most. */
  find(text: string): readonly Found[];
  onChoose(id: string): void;
  onClose(): void;
  /** Said when nothing fits. */
  none: string;
}

/** A box to type in with what fits below it; arrows and Enter choose, Esc closes. */
export function Finder({ label, placeholder, find, onChoose, onClose, none }: FinderProps) {
  const [text, setText] = useState('');
  const found = find(text);
  const field = useRef<HTMLInputElement>(null);
  useFocus(field);
  return (
    <ModalOverlay className="wf-scrim" isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="wf-modal">
        <Dialog className="wf-finder" aria-label={label}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField aria-label={label} className="wf-finder-field">
              <Input ref={field} className="wf-finder-input" placeholder={placeholder} />
            </SearchField>
            <Menu
              className="wf-menu wf-finder-list"
              aria-label={label}
              items={found}
              onAction={(key) => {
                onClose();
                onChoose(String(key));
              }}
              renderEmptyState={() => <p className="wf-finder-none">{none}</p>}
            >
              {(item) => (
                <MenuItem id={item.id} className="wf-menu-item" textValue={item.label}>
                  <span className="wf-menu-icon">{item.icon}</span>
                  <span className="wf-clip">{item.label}</span>
                  {item.note !== undefined && <span className="wf-finder-note wf-clip">{item.note}</span>}
                  {item.keys !== undefined && item.keys !== null && <Kbd keys={item.keys} />}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

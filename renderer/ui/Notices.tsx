import { X } from 'lucide-react';
import { useEffect } from 'react';
import { create } from 'zustand';
import { Button, IconButton } from './Button.tsx';
import { t } from './i18n/index.ts';
import './states.css';

export interface Notice {
  tone: 'info' | 'breach';
  text: string;
  action?: { label: string; perform(): void };
}

interface Shown extends Notice {
  id: number;
}

const useNotices = create<{ shown: readonly Shown[] }>(() => ({ shown: [] }));
let lastId = 0;
const INFO_MS = 6000;
const MOST = 3;

function dismiss(id: number): void {
  useNotices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }));
}

/** Tells the person what came of something: a few seconds for information; a failure stays until it is dismissed. */
export function notify(notice: Notice): void {
  lastId += 1;
  const id = lastId;
  useNotices.setState(({ shown }) => ({ shown: [...shown, { ...notice, id }].slice(-MOST) }));
}

/** Where notices appear; once per window. */
export function Notices() {
  const shown = useNotices((state) => state.shown);
  return (
    <output className="wf-notices" aria-live="polite">
      {shown.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </output>
  );
}

function NoticeCard({ notice }: { notice: Shown }) {
  const { id, tone, text, action } = notice;
  useEffect(() => {
    if (tone !== 'info') return undefined;
    const timer = setTimeout(() => dismiss(id), INFO_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className="wf-notice" data-tone={tone}>
      <span>{text}</span>
      {action !== undefined && (
        <Button
          kind="quiet"
          onPress={() => {
            action.perform();
            dismiss(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t('ui.close')} onPress={() => dismiss(id)}>
        <X />
      </IconButton>
    </div>
  );
}

import { ExceptionDialog } from './ExceptionDialog.tsx';
import { ExcuseDialog } from './ExcuseDialog.tsx';
import { ImportSchedule } from './ImportSchedule.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { useDialogs } from './dialogs.ts';
import './exception.css';

/** The dialog that was asked for, if any; a new request is a new dialog with its own defaults. */
export function Dialogs() {
  const open = useDialogs((state) => state.open);
  switch (open?.kind) {
    case 'exception':
      return <ExceptionDialog request={open} />;
    case 'excuse':
      return <ExcuseDialog request={open} />;
    case 'note':
      return <NoteDialog request={open} />;
    case 'import':
      return <ImportSchedule />;
    case undefined:
      return null;
  }
}

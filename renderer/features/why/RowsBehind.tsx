import { lazy, Suspense } from 'react';
import { useRowsBehind } from './rows-store.ts';

const RowsDialog = lazy(async () => ({ default: (await import('./RowsDialog.tsx')).RowsDialog }));

/** The rows behind a number, wherever it was opened. Runs beside every screen. */
export function RowsBehind() {
  const request = useRowsBehind((state) => state.request);
  if (request === null) return null;
  return (
    <Suspense fallback={null}>
      <RowsDialog request={request} />
    </Suspense>
  );
}

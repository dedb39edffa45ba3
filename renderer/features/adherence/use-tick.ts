import { useEffect, useState } from 'react';
import { ticker } from '../../ui/index.ts';

/**
 * The moment on screen, changed at most once per `stepMs` of it: for orders and counts that depend on how long something has lasted.
 *
 * @returns epoch ms UTC, a multiple of `stepMs`
 */
export function useTick(stepMs: number): number {
  const read = () => Math.floor(ticker.now() / stepMs) * stepMs;
  const [at, setAt] = useState(read);
  useEffect(() => ticker.add(() => setAt(Math.floor(ticker.now() / stepMs) * stepMs)), [stepMs]);
  return at;
}

/** The renderer's side of the wall: the only folder that touches the window's bridge. */
export { windowBridge } from './bridge.ts';
export type { Bridge, EngineState, Port } from './bridge.ts';
export { EngineClient } from './client.ts';
export type { CallInput, CallName, CallOutput, Link, Progress } from './client.ts';
export { ClientProvider, useClient } from './context.tsx';
export { Cell } from './emitter.ts';
export { useCell, useCommand, useLink, useLive, useProgress, useQuery, useShell } from './hooks.ts';
export type { QueryState, Run } from './hooks.ts';
export { LiveView } from './live.ts';
export type { FrameInfo, LiveStatus, ViewInput, ViewParts, ViewRows } from './live.ts';
export type { OrderingRule } from './ordering.ts';
export { PartStore } from './part.ts';
export { recall, remember } from './remember.ts';
export { useAwake, useDerived, useGlance, useLastRow, useOrdering, useRow } from './rows.ts';
export { currentHash, onHash, setHash, watchDark } from './window.ts';

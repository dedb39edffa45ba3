import { useFloor } from '../../app/providers.tsx';
import type { LiveView } from '../../api/index.ts';
import { ReplayControl } from './control.ts';

const controls = new WeakMap<LiveView<'floor'>, ReplayControl>();

/** The control of this window's floor view: the bar and the shortcuts share it. */
export function useReplayControl(): ReplayControl {
  const floor = useFloor();
  let control = controls.get(floor);
  if (control === undefined) controls.set(floor, (control = new ReplayControl(floor)));
  return control;
}

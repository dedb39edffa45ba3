import { keysOf } from '../../actions/index.ts';
import { useSettings } from '../../app/providers.tsx';
import { Kbd } from '../../ui/index.ts';

const NONE = {};

/** The keys of an action as the person has set them; nothing where they are switched off. @param name of the action @param keys its default */
export function KeyOf({ name, keys }: { name: string; keys: string | null }) {
  const shown = keysOf({ name, keys }, useSettings().settings?.shortcuts ?? NONE);
  return shown === null ? null : <Kbd keys={shown} />;
}

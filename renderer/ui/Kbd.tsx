import './menu.css';

/** Keys as they are pressed: `Ctrl+K`, or a sequence such as `g f`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="wf-kbds">
      {keys.split(' ').map((key, index) => (
        <kbd key={`${index}${key}`} className="wf-kbd">
          {key}
        </kbd>
      ))}
    </span>
  );
}

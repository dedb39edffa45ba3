import { cx, t } from '../ui/index.ts';
import { allAreas } from './areas.ts';

/** The areas of the console, at the left. */
export function Rail({ current }: { current: string }) {
  return (
    <nav className="wf-rail" aria-label={t('app.areas')}>
      {allAreas().map(({ id, label, icon: Icon }) => (
        <a
          key={id}
          href={`#/${id}`}
          className={cx('wf-rail-item', id === current && 'wf-rail-current')}
          aria-current={id === current ? 'page' : undefined}
        >
          <Icon aria-hidden />
          <span>{t(label)}</span>
        </a>
      ))}
    </nav>
  );
}

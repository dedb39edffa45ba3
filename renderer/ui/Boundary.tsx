import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Empty } from './Empty.tsx';
import { t } from './i18n/index.ts';

interface BoundaryProps {
  /** Name of the part of the screen, for people. */
  name: string;
  children: ReactNode;
}

/** Keeps a fault of one part of the screen in that part: the rest stays in use, and it can be drawn again. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="wf-boundary">
        <Empty
          title={t('ui.boundary.title', { name: this.props.name })}
          actions={<Button onPress={() => this.setState({ failed: false })}>{t('ui.boundary.again')}</Button>}
        >
          {t('ui.boundary.text')}
        </Empty>
      </div>
    );
  }
}

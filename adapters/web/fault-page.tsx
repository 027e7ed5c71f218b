import type { Child, FC } from 'hono/jsx';
import { Page, type Frame } from './layout.js';

export interface FaultPageProps {
  readonly frame: Frame;
  readonly title: string;
  /** What happened and what to do. */
  readonly children?: Child;
}

/** A page that is not what was asked for, and says what to do. */
export const FaultPage: FC<FaultPageProps> = ({ frame, title, children }) => (
  <Page frame={frame} title={title} path={null}>
    <header class="head">
      <h1>{title}</h1>
    </header>
    <div class="empty">
      {children}
      <p>
        <a href="/">Today’s list</a> · <a href="/days">Archive</a> · <a href="/topics">Topics</a> ·{' '}
        <a href="/search">The newest papers</a>
      </p>
    </div>
  </Page>
);

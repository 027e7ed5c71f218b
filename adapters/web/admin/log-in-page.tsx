import type { FC } from 'hono/jsx';
import { Page, type Frame } from '../layout.js';
import { ADMIN_STYLE_PATH } from './style.js';

export interface LogInPageProps {
  readonly frame: Frame;
  /** What was wrong with the last try; null at the first one. */
  readonly fault: string | null;
}

/** Asks for the token. */
export const LogInPage: FC<LogInPageProps> = ({ frame, fault }) => (
  <Page frame={frame} title="Admin" path={null}>
    <link rel="stylesheet" href={ADMIN_STYLE_PATH} />
    <header class="head">
      <h1>Admin</h1>
    </header>
    <form class="log-in" method="post" action="/admin/log-in">
      {fault === null ? null : (
        <div class="fault" role="alert">
          <p>{fault}</p>
        </div>
      )}
      <label for="token">Token</label>
      <input
        id="token"
        name="token"
        type="password"
        autocomplete="current-password"
        required
        maxlength={500}
        aria-describedby="token-hint"
      />
      <p id="token-hint" class="quiet">
        What <code>ADMIN_TOKEN</code> is set to where Broadsheet runs.
      </p>
      <button type="submit">Log in</button>
    </form>
  </Page>
);

/** Says in a sentence why there is no queue dashboard, or what went wrong with it. */
export const NoBoardPage: FC<{ readonly frame: Frame; readonly why: string }> = ({ frame, why }) => (
  <Page frame={frame} title="Queues" path={null}>
    <header class="head">
      <h1>Queues</h1>
    </header>
    <div class="empty">
      <p>{why}</p>
      <p>
        <a href="/admin">Back to the status</a>
      </p>
    </div>
  </Page>
);

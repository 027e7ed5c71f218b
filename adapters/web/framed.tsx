import type { Child } from 'hono/jsx';
import type { MailState } from '../../src/subscriptions/mail-state.js';
import { Page, type Frame } from './layout.js';
import { SubscribeBox } from './subscribe-box.js';
import type { PageAround } from './subscribe.js';

/** The frame of all pages around those of a subscription, which are not to be found again. */
export function framed(frame: Frame): PageAround {
  return ({ title, body }) => (
    <Page frame={frame} title={title} path={null}>
      {body}
    </Page>
  );
}

/** The box that stands below every list. */
export function boxFor(mail: MailState): () => Child {
  return () => <SubscribeBox mail={mail} />;
}

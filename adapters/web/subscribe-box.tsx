import type { Child, FC } from 'hono/jsx';
import type { MailState } from '../../src/subscriptions/mail-state.js';
import { subscribeAssets } from './subscribe-assets.js';
import { described, EMPTY_FORM, Field, WishFields, type FormState } from './subscribe-fields.js';

export interface SubscribeBoxProps {
  readonly mail: MailState;
  /** Default: empty. */
  readonly form?: FormState;
  /** Whether topics, hour and zone are shown at once. Default: when something of theirs is wrong. */
  readonly open?: boolean;
  /** Given where the box is what the page is about. Default: it is a part of one. */
  readonly level?: 1;
}

/** Where one subscribes by mail. It works without a script, and says so when mail is off. */
export const SubscribeBox: FC<SubscribeBoxProps> = ({ mail, form = EMPTY_FORM, open, level }) => (
  <Sheet title="Trending papers in your inbox" level={level}>
    {mail.kind === 'off' ? <MailIsOff mail={mail} /> : <WishForm form={form} open={open} />}
  </Sheet>
);

/** The sheet that box and pages of a subscription stand on. */
export const Sheet: FC<{
  readonly title: string;
  readonly level?: 1 | undefined;
  readonly children?: Child;
}> = ({ title, level, children }) => (
  <section class="subscribe" aria-labelledby="subscribe-title">
    <link rel="stylesheet" href={subscribeAssets.style} />
    <script src={subscribeAssets.script} defer></script>
    {level === 1 ? <h1 id="subscribe-title">{title}</h1> : <h2 id="subscribe-title">{title}</h2>}
    {children}
  </section>
);

// --- Internal helpers ---

const WishForm: FC<{ readonly form: FormState; readonly open: boolean | undefined }> = ({ form, open }) => {
  const isFresh = form === EMPTY_FORM;
  const isOpen = open ?? form.faults.some(({ field }) => field !== 'address');
  return (
    <form method="post" action="/subscribe" {...(isFresh ? { 'data-fresh': '' } : {})}>
      <p>Once a day or once a week, on your topics, at your hour. You confirm it by mail first.</p>
      <div class="first">
        <Field form={form} name="address" label="Your mail address">
          <input
            id="subscribe-address"
            name="address"
            type="email"
            inputmode="email"
            autocomplete="email"
            required
            maxlength={254}
            placeholder="you@example.org"
            value={form.input.address ?? ''}
            {...described(form, 'address')}
          />
        </Field>
        <button type="submit">Subscribe</button>
      </div>
      <details {...(isOpen ? { open: true } : {})}>
        <summary>Topics, hour and days</summary>
        <WishFields form={form} />
      </details>
    </form>
  );
};

const MailIsOff: FC<{ readonly mail: Extract<MailState, { kind: 'off' }> }> = ({ mail }) => (
  <p>
    {mail.why === 'no-server'
      ? 'Mail is off here: no mail server is set (SMTP_URL).'
      : 'Mail is off here: this page’s public address (PUBLIC_URL) is not set, so the links in a mail would lead nowhere.'}
  </p>
);

import type { FC } from 'hono/jsx';
import type { PlannedPart } from '../../src/digests/delivery.js';
import { DiscordLook, SlackLook } from './chat-looks.js';
import { renderPage, sendPage } from './respond.js';
import { Page, type Frame } from './layout.js';
import type { SitePart } from './site.js';

/** A digest as it would be posted now, in what each platform would be sent. */
export interface ChatPreview {
  readonly discord: readonly PlannedPart[];
  readonly slack: readonly PlannedPart[];
  /** Path of the picture that its head carries; null when it carries none. */
  readonly picture: string | null;
  /** Made of the bundled sample, because nothing has been read yet. */
  readonly sample: boolean;
}

export interface PreviewDeps {
  readonly frame: Frame;
  /** One object until it is made anew, so that many may look. A sentence instead where there would be no digest now. */
  readonly preview: () => Promise<ChatPreview | string>;
}

/** Seconds that anybody may keep the page. */
const KEPT = 30;

/** `/preview`: how the digest looks in chat, before anything is set up. */
export function createPreview({ frame, preview }: PreviewDeps): SitePart {
  return (app) => {
    app.get('/preview', async (c) => {
      const page = await renderPage(<PreviewPage frame={frame} preview={await preview()} />);
      return sendPage(c, page, KEPT);
    });
  };
}

// --- Internal helpers ---

const PreviewPage: FC<{ readonly frame: Frame; readonly preview: ChatPreview | string }> = ({
  frame,
  preview,
}) => (
  <Page
    frame={frame}
    title="In your channel"
    path="/preview"
    description="How Broadsheet’s digest looks in Discord and in Slack."
  >
    <header class="head">
      <h1>In your channel</h1>
      <p class="stamp">
        A new channel’s digest as of now, drawn from the very messages that would be posted: five papers on
        everything, once a day, as a thread.
      </p>
    </header>
    {typeof preview === 'string' ? (
      <div class="empty">
        <p>{preview}</p>
      </div>
    ) : (
      <>
        {preview.sample ? (
          <aside class="notices" aria-label="About this preview">
            <p>
              <strong>Sample.</strong> No paper has been read yet, so this is made of sixty papers of October
              2025.
            </p>
          </aside>
        ) : null}
        <div class="looks">
          <section aria-labelledby="discord">
            <h2 id="discord">Discord</h2>
            <DiscordLook parts={preview.discord} picture={preview.picture} />
          </section>
          <section aria-labelledby="slack">
            <h2 id="slack">Slack</h2>
            <SlackLook parts={preview.slack} picture={preview.picture} />
          </section>
        </div>
        <section class="sheet" aria-labelledby="setup">
          <h2 id="setup">To have it in your channel</h2>
          <p>
            Whoever runs this Broadsheet sets <code>DISCORD_TOKEN</code> and <code>DISCORD_APP_ID</code>, or{' '}
            <code>SLACK_BOT_TOKEN</code> and <code>SLACK_APP_TOKEN</code>, and starts it again; README.md
            leads through it. In the channel, <code>/papers subscribe multilingual</code> chooses topics and{' '}
            <code>/papers schedule</code> the hour.
          </p>
        </section>
      </>
    )}
  </Page>
);

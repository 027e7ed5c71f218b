import type { Frame } from '../../adapters/web/layout.js';
import { createPages } from '../../adapters/web/pages.js';
import { createPreview } from '../../adapters/web/preview-page.js';
import { renderDigest as renderForDiscord } from '../../adapters/discord/render.js';
import { renderDigest as renderForSlack } from '../../adapters/slack/render.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { sampleDigest } from '../../src/digests/sample.js';
import type { Reading } from '../../src/reading/reading-types.js';
import { serveSite } from './serve-site.js';
import { silentLogger } from './silent-logger.js';

/** Where the head's picture would be. */
const PICTURE = '/pictures/preview.png?0';

/** The pages on a port of their own; whoever opens them stops them. */
export async function openWebSite(
  reading: Reading,
  more: { readonly frame?: Partial<Frame>; readonly content?: DigestContent } = {},
) {
  const frame: Frame = { publicUrl: 'https://broadsheet.example', ...more.frame };
  const content = more.content ?? sampleDigest({ count: 5, now: new Date('2026-11-23T09:00:00Z') });
  const keyOf = (position: number) => `preview:${String(position)}`;
  const preview = {
    discord: renderForDiscord(content, 'thread', keyOf),
    slack: renderForSlack(content, 'thread', keyOf, () => PICTURE),
    picture: PICTURE,
    sample: content.sample,
  };
  return serveSite(
    createPages({ frame, reading, logger: silentLogger }),
    createPreview({ frame, preview: () => Promise.resolve(preview) }),
  );
}

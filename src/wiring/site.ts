import { setTimeout as sleep } from 'node:timers/promises';
import type { Mount } from '../../adapters/web/index.js';
import type { HeadExtras, PageSubject } from '../../adapters/web/layout.js';
import { feedLinks } from '../../adapters/web/feeds/feed-links.js';
import { PREVIEW_PICTURE, TODAY_PICTURE } from '../../adapters/web/pictures.js';
import { keepWarm } from './keep-warm.js';
import { createReading } from '../reading/reading.js';
import type { Reading } from '../reading/reading-types.js';
import { previewDigest } from '../digests/preview.js';
import { sampleDigest } from '../digests/sample.js';
import type { DigestContent } from '../digests/digest.js';
import { DEFAULT_COUNT } from '../channels/settings.js';
import type { HealthProbe } from '../ports/health.js';
import { mailState } from '../subscriptions/mail-state.js';
import { FULL_SIZE } from '../pictures/draw.js';
import { pictureId, type Drawing } from '../pictures/drawing.js';
import { listDrawing } from '../pictures/list-drawing.js';
import { createPaperSearch } from '../search/paper-search.js';
import { openAdmin } from './admin.js';
import type { Deeds } from './deeds.js';
import type { Jobs } from './jobs.js';
import type { Runtime } from './runtime.js';
import { programVersion } from './version.js';

/** A reader who could have an old list waits no longer for a new one, and no source longer for a reader, milliseconds. */
const PATIENCE_MS = 3_000;
/** The preview in chat is made anew after so long, milliseconds. */
const PREVIEW_KEPT_MS = 60_000;

/**
 * What is read over HTTP. Readers search our own catalogue alone: nobody may have sources asked through us without
 * being known.
 */
export function openReading({ stores, embeddings, sources, logger }: Runtime, deeds: Deeds): Reading {
  const { rankings, rank } = deeds.compose;
  const meaning = embeddings?.meaning ?? null;
  return createReading({
    ...stores,
    sources,
    sourceStates: stores.sources,
    rankings,
    rank,
    search: createPaperSearch({ ...stores, finders: [], meaning, logger }),
    now: () => new Date(),
    patience: () => sleep(PATIENCE_MS, undefined, { ref: false }),
    signal: () => AbortSignal.timeout(PATIENCE_MS),
  });
}

/** All that is read over HTTP, to be mounted after Slack's path; `stop` ends what goes on beside. */
export async function openSite(
  runtime: Runtime,
  jobs: Jobs,
  probes: readonly HealthProbe[],
): Promise<Mount & { stop(): void }> {
  const { deeds, queue } = jobs;
  const [{ createPages }, { createPreview }, { pictureRoutes }, { createSite }] = await Promise.all([
    import('../../adapters/web/pages.js'),
    import('../../adapters/web/preview-page.js'),
    import('../../adapters/web/pictures.js'),
    import('../../adapters/web/site.js'),
  ]);
  const [{ createSubscribePart }, { boxFor, framed }] = await Promise.all([
    import('../../adapters/web/subscribe.js'),
    import('../../adapters/web/framed.js'),
  ]);
  const [{ createFeeds }, { createApi }, { createDoor, PROGRAM_LIMIT }] = await Promise.all([
    import('../../adapters/web/feeds/feed-routes.js'),
    import('../../adapters/web/api/api.js'),
    import('../../adapters/web/door.js'),
  ]);
  const { config, stores, pictures } = runtime;
  const { publicUrl } = config;
  const reading = openReading(runtime, deeds);
  const mail = mailState(config);
  const frame = { publicUrl, box: boxFor(mail), head: headOf(publicUrl) };
  const logger = runtime.logger.child({ part: 'site' });
  const door = createDoor(PROGRAM_LIMIT);
  const subscriptions = (await runtime.mail())?.subscriptions(queue) ?? null;
  const preview = keptFor(PREVIEW_KEPT_MS, () => chatPreview(runtime, deeds));
  const site = createSite([
    createPages({ frame, reading, logger }),
    createPreview({ frame, preview }),
    createSubscribePart({ mail, subscriptions, publicUrl, page: framed(frame) }),
    pictureRoutes({
      find: (id) => stores.digests.drawing(id),
      today: async () => listDrawing(await reading.today()),
      preview: async () => drawingIn(await preview()),
      maker: pictures,
      logger,
    }),
    createFeeds({ reading, publicUrl, door, now: () => new Date() }),
    createApi({ reading, publicUrl, door, version: programVersion(), logger }),
    ...(await openAdmin(runtime, jobs, probes, frame)),
  ]);
  return { ...site, stop: keepWarm(() => reading.today()) };
}

// --- Internal helpers ---

/** Every page names its feeds; links to any show the picture of today's list. */
function headOf(publicUrl: string): (subject: PageSubject) => HeadExtras {
  const picture = {
    url: `${publicUrl}${TODAY_PICTURE}`,
    alt: 'The first papers of today’s list with their upvote curves',
    ...FULL_SIZE,
  };
  return (subject) => ({ feeds: feedLinks(subject), picture });
}

/** What a new channel would be sent now, rendered by the publishers' own code; their SDKs are loaded with the first look. */
async function chatPreview({ stores }: Runtime, deeds: Deeds) {
  const now = await stores.clock.now();
  const content = await previewContent(now, stores, deeds);
  if (typeof content === 'string') return content;
  const discord = await import('../../adapters/discord/render.js');
  const slack = await import('../../adapters/slack/render.js');
  const keyOf = (position: number): string => `preview:${String(position)}`;
  const drawing = content.picture ?? null;
  // Another picture is another address, so that a browser never shows the last one.
  const picture = drawing && `${PREVIEW_PICTURE}?${pictureId(drawing)}`;
  return {
    discord: discord.renderDigest(content, 'thread', keyOf),
    slack: slack.renderDigest(content, 'thread', keyOf, () => picture),
    picture,
    drawing,
    sample: content.sample,
  };
}

function drawingIn(preview: Awaited<ReturnType<typeof chatPreview>>): Drawing | null {
  return typeof preview === 'string' ? null : preview.drawing;
}

async function previewContent(
  now: Date,
  { papers }: Pick<Runtime['stores'], 'papers'>,
  deeds: Deeds,
): Promise<DigestContent | string> {
  if ((await papers.count()) === 0) return sampleDigest({ count: DEFAULT_COUNT, now });
  const preview = await previewDigest({ channel: null, now }, deeds.compose);
  return preview.kind === 'empty' ? preview.empty.line : preview.content;
}

/** Made once for all who ask within `ms`; one that failed is made again. */
function keptFor<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | null = null;
  return () => {
    if (kept !== null && Date.now() - kept.at < ms) return kept.value;
    const made = { at: Date.now(), value: make() };
    kept = made;
    made.value.catch(() => {
      if (kept === made) kept = null;
    });
    return made.value;
  };
}

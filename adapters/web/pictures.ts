import type { Context } from 'hono';
import { AppError, describeError } from '../../src/errors.js';
import { pictureId, type Drawing } from '../../src/pictures/drawing.js';
import type { Logger } from '../../src/ports/logger.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import { hasTag } from './conditional.js';
import type { SitePart } from './site.js';

export interface PictureRoutesDeps {
  /** What the picture at an address shows; null when no digest has it. */
  readonly find: (pictureId: string) => Promise<Drawing | null>;
  /** What today's list shows; null when there is none. */
  readonly today: () => Promise<Drawing | null>;
  /** What the digest of `/preview` shows; null when there is none. */
  readonly preview: () => Promise<Drawing | null>;
  readonly maker: PictureMaker;
  readonly logger: Logger;
}

/** An address names what its picture shows, so that what it answers never changes. Seconds. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const TEN_MINUTES = 'public, max-age=600';
const AGAIN_S = 5;

/** Where the picture of today's list is, for links to pages. */
export const TODAY_PICTURE = '/pictures/today.png';
/** Where the picture of the digest on `/preview` is: it stands in no ledger, so its id finds nothing. */
export const PREVIEW_PICTURE = '/pictures/preview.png';

/**
 * `/pictures/ID.png`: the pictures of digests, for platforms that fetch them; `/pictures/today.png`: of today's list,
 * for links; `/pictures/preview.png`: of the digest on `/preview`.
 */
export function pictureRoutes(deps: PictureRoutesDeps): SitePart {
  return (app) => {
    app.get(TODAY_PICTURE, (context) => answer(context, deps.today, TEN_MINUTES, deps));
    app.get(PREVIEW_PICTURE, (context) => answer(context, deps.preview, TEN_MINUTES, deps));
    app.get('/pictures/:file{[0-9a-f]{40}\\.png}', async (context) => {
      const id = context.req.param('file').replace('.png', '');
      return answer(context, () => deps.find(id), FOR_EVER, deps);
    });
  };
}

// --- Internal helpers ---

async function answer(
  context: Context,
  find: () => Promise<Drawing | null>,
  caching: string,
  { maker, logger }: PictureRoutesDeps,
): Promise<Response> {
  try {
    const drawing = await find();
    if (drawing === null)
      return context.text('There is no such picture.\n', 404, { 'Cache-Control': 'no-store' });
    const headers = {
      ETag: `"${pictureId(drawing)}"`,
      'Cache-Control': caching,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
    };
    if (hasTag(context.req.header('If-None-Match'), headers.ETag)) return context.body(null, 304, headers);
    const png = await maker.draw(drawing);
    return context.body(Uint8Array.from(png), 200, { ...headers, 'Content-Type': 'image/png' });
  } catch (error) {
    logger.warn({ error: describeError(error) }, 'a picture could not be shown');
    const why = error instanceof AppError ? error.message : 'The picture could not be made.';
    return context.text(`${why} Please try again.\n`, 503, {
      'Retry-After': String(AGAIN_S),
      'Cache-Control': 'no-store',
    });
  }
}

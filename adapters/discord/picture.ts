import { DiscordAPIError, HTTPError, type RawFile } from 'discord.js';
import type { Payload } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { describeError } from '../../src/errors.js';
import { picturePart, type PicturePart } from '../../src/pictures/picture-part.js';
import type { Logger } from '../../src/ports/logger.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import { BUDGET } from './limits.js';

/** Missing Permissions, Request entity too large, Invalid Form Body (topics/opcodes-and-status-codes). */
const FILE_REFUSED = new Set<number | string>([50013, 40005, 50035]);
const TOO_LARGE = 413;
/** A place that took no file gets none for a day: each try is a refusal, and Discord counts them. Milliseconds. */
const REMEMBERED_MS = 86_400_000;
/** A digest waits no longer than this for its picture: a claim that is ten seconds old is given back. Milliseconds. */
const PATIENCE_MS = 5_000;
const MOST_REMEMBERED = 10_000;

/** The body of a request and the file that goes with it. */
export interface Outgoing {
  readonly body: Payload;
  readonly files: RawFile[];
}

/** What is kept of a digest's picture in the payload of its first message; nothing when it has none. */
export function picturePayload(content: DigestContent): { readonly picture?: PicturePart } {
  const picture = picturePart(content, BUDGET.attachmentDescription);
  return picture === null ? {} : { picture };
}

/** The payload as it goes out without a picture. */
export function withoutPicture(payload: Payload): Payload {
  const { picture: _, ...body } = payload;
  return body;
}

/** True when a message may go through without its file; it was certainly not posted then. */
export function refusesFile(thrown: unknown): boolean {
  if (thrown instanceof DiscordAPIError) return FILE_REFUSED.has(thrown.code) || thrown.status === TOO_LARGE;
  return thrown instanceof HTTPError && thrown.status === TOO_LARGE;
}

export interface PictureDesk {
  /** The message with its picture drawn; null when it has none, when its place takes none, and, with a warning, when it cannot be drawn. */
  withPicture(payload: Payload, place: string): Promise<Outgoing | null>;
  /** Remembers that a place takes no files. */
  refused(place: string): void;
}

/** @param maker absent: no picture is ever drawn */
export function createPictureDesk(maker: PictureMaker | undefined, logger: Logger): PictureDesk {
  const bare = new Map<string, number>();
  return {
    withPicture: async (payload, place) => {
      const picture = payload['picture'] as PicturePart | undefined;
      if (picture === undefined || maker === undefined) return null;
      if (Date.now() < (bare.get(place) ?? 0)) return null;
      try {
        return attach(payload, picture, await inTime(maker.draw(picture.drawing)));
      } catch (error) {
        const fields = { channel: place, error: describeError(error) };
        logger.warn(fields, 'a picture could not be drawn; the digest goes out without it');
        return null;
      }
    },
    refused: (place) => {
      if (bare.size >= MOST_REMEMBERED) bare.clear();
      bare.set(place, Date.now() + REMEMBERED_MS);
      logger.warn({ channel: place }, 'Discord takes no picture here; grant the bot “Attach Files”');
    },
  };
}

// --- Internal helpers ---

async function inTime(drawn: Promise<Uint8Array>): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), PATIENCE_MS);
  });
  try {
    return await Promise.race([drawn, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A forum post's file belongs to its first message (resources/channel, "Start Thread in Forum or Media Channel"). */
function attach(payload: Payload, { name, alt }: PicturePart, png: Uint8Array): Outgoing {
  const body = withoutPicture(payload);
  const attachments = [{ id: 0, filename: name, description: alt }];
  const { message } = body;
  const files = [{ name, data: Buffer.from(png), contentType: 'image/png' }];
  if (typeof message !== 'object' || message === null) return { body: { ...body, attachments }, files };
  return { body: { ...body, message: { ...message, attachments } }, files };
}

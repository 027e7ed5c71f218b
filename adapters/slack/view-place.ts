import { z } from 'zod';

/** Raised when the meaning of a field changes; a modal of another version is answered with a sentence. */
const VERSION = 1;

/** What a view of ours carries in `private_metadata`, to tell where it belongs when it comes back. */
export interface ViewPlace {
  /** The channel it was opened in; the person's own conversation with the bot for the App Home. */
  readonly channel: string;
  /** Opened from the App Home, which is drawn anew when the modal is closed. */
  readonly home: boolean;
}

const placeSchema = z.object({
  v: z.literal(VERSION),
  channel: z.string().regex(/^[CGD][A-Z0-9]{1,30}$/),
  home: z.boolean(),
});

export function encodePlace({ channel, home }: ViewPlace): string {
  return JSON.stringify({ v: VERSION, channel, home });
}

/** Null for what is not ours or of another version. */
export function decodePlace(metadata: string | undefined): ViewPlace | null {
  try {
    const place = placeSchema.safeParse(JSON.parse(metadata ?? ''));
    return place.success ? { channel: place.data.channel, home: place.data.home } : null;
  } catch {
    return null;
  }
}

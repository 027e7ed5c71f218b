import { z } from 'zod';
import { parseJson } from '../shared/json.js';

/** What one message of the socket asks for. `nothing`: it is none that Slack documents, or the SDK would stumble over it. */
export type FrameWish = 'refresh' | 'handling' | 'nothing';

const control = z.object({ type: z.enum(['hello', 'disconnect']), reason: z.unknown().optional() });
const event = z.object({
  type: z.literal('events_api'),
  payload: z.object({ event: z.object({ type: z.string() }) }),
});
const asking = z.object({
  type: z.enum(['slash_commands', 'interactive']),
  payload: z.record(z.string(), z.unknown()),
});
const frame = z.union([control, event, asking]);

/**
 * Reads a message of the socket. Pure.
 * @param isTaken names that mean something to the SDK itself: it tells of each Slack event under that event's own name,
 *   so one called `close` would pass for the end of the line
 */
export function wishOf(data: unknown, isTaken: (name: string) => boolean): FrameWish {
  const { success, data: read } = frame.safeParse(parsed(data));
  if (!success) return 'nothing';
  if (read.type === 'events_api') return isTaken(read.payload.event.type) ? 'nothing' : 'handling';
  // `warning` comes about ten seconds before the end, `refresh_requested` when it may come at any moment.
  const refreshes = 'reason' in read && (read.reason === 'warning' || read.reason === 'refresh_requested');
  return read.type === 'disconnect' && refreshes ? 'refresh' : 'handling';
}

// --- Internal helpers ---

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return parseJson(data);
  } catch {
    return undefined;
  }
}

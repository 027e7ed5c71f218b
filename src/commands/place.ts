import type { Layout } from '../channels/channel.js';
import { platformOff } from '../channels/platform.js';
import { describeError } from '../errors.js';
import type { PlaceReport, Problem, Publisher } from '../ports/publisher.js';
import type { Asked, Kitchen } from './deps.js';

/** What the bot may do in the place where it was asked. */
export interface Place {
  /** How people know it; null when it cannot be read. */
  readonly name: string | null;
  /** Empty when everything a digest needs is allowed. */
  readonly problems: readonly Problem[];
  /** The layout that was checked: the one asked for, or the first that suits the place. */
  readonly layout: Layout;
}

/** Layouts tried on a channel that has none yet, best first. */
const PREFERRED: readonly Layout[] = ['thread', 'forum', 'compact'];

/**
 * Enters the place where a bot may do so by itself, and checks what a digest needs there. Never rejects.
 * @param wanted the channel's layout; null for a new channel, which gets one that suits the place
 * @param mayEnter false for a mere look
 */
export async function checkPlace(
  asked: Asked,
  wanted: Layout | null,
  kitchen: Kitchen,
  mayEnter = true,
): Promise<Place> {
  const { address, direct } = asked.request;
  // A direct message with a bot on Discord has no rights to look at, and no threads.
  if (direct && address.platform === 'discord') return checkDirect(wanted);
  const publisher = await kitchen.publisherFor(address.platform);
  if (publisher === null)
    return { name: null, problems: [platformOff(address.platform)], layout: wanted ?? 'thread' };
  if (!direct && mayEnter) await join(asked, kitchen);
  const first = await inspect(publisher, asked, wanted ?? 'thread');
  if (wanted !== null) return { ...first, layout: wanted };
  const layout = PREFERRED.find((each) => first.layouts?.includes(each) ?? false);
  if (layout !== undefined)
    return { ...(layout === 'thread' ? first : await inspect(publisher, asked, layout)), layout };
  return trial(publisher, asked, first);
}

// --- Internal helpers ---

function checkDirect(wanted: Layout | null): Place {
  const name = 'direct message';
  if (wanted === null || wanted === 'compact') return { name, problems: [], layout: 'compact' };
  const problem: Problem = {
    message: 'A direct message on Discord has no threads.',
    hint: 'Use the layout compact.',
  };
  return { name, problems: [problem], layout: wanted };
}

/** For a platform that does not say what suits a place: a forum is where a thread has problems and a forum post has none. */
async function trial(publisher: Publisher, asked: Asked, first: PlaceReport): Promise<Place> {
  if (first.problems.length > 0 && publisher.platform === 'discord') {
    const forum = await inspect(publisher, asked, 'forum');
    if (forum.problems.length === 0) return { ...forum, layout: 'forum' };
  }
  return { ...first, layout: 'thread' };
}

/** Whether it worked shows when the place is inspected. */
async function join(asked: Asked, kitchen: Kitchen): Promise<void> {
  const { address } = asked.request;
  try {
    await kitchen.directoryFor(address.platform)?.join(address, asked.signal);
  } catch (error) {
    kitchen.logger.warn({ channel: asked.key, error: describeError(error) }, 'a channel could not be joined');
  }
}

async function inspect(publisher: Publisher, asked: Asked, layout: Layout): Promise<PlaceReport> {
  try {
    return await publisher.inspect(asked.request.address, layout, asked.signal);
  } catch (error) {
    return {
      name: null,
      problems: [{ message: describeError(error), hint: 'Please try again in a moment.' }],
    };
  }
}

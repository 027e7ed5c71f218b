import { createChance, type Chance } from '../../test/faults/chance.js';
import type { World } from '../../test/support/world.js';
import { channelOfCall, type FanoutChannels } from './fanout-log.js';

/** Calls that came to nothing known, by channel. */
export type FaultCounts = ReadonlyMap<string, number>;

/**
 * What goes wrong, and how often beside the others: the model of the reference's table of faults without the crashes,
 * which the fault suite is for. Of answers that are lost half are never given, and half end with the connection.
 */
const KINDS = [
  { weight: 1, action: { act: 'accept-then-reset' } },
  { weight: 1, action: { act: 'accept-then-hang' } },
  { weight: 2, action: { act: 'reset' } },
  { weight: 0.5, action: { act: 'status', status: 500 } },
  { weight: 0.5, action: { act: 'status', status: 503 } },
  { weight: 0.5, action: { act: 'accept-then-status', status: 500 } },
  { weight: 0.5, action: { act: 'accept-then-status', status: 502 } },
  { weight: 0.25, action: { act: 'accept-late', ms: 20_000 } },
  { weight: 0.25, action: { act: 'accept-late', ms: 45_000 } },
] as const;
const TOTAL = KINDS.reduce((sum, { weight }) => sum + weight, 0);
/** The last of the late ones is there by then. Milliseconds. */
export const LATEST_MS = 46_000;

type Choice = number | null;
type Choose = (request: object, channel: string | null) => Choice;

/**
 * Lets so many percent of all calls about these channels go wrong, repeats and readings included.
 * @param seed the same seed spoils the same calls of each channel, whenever they come
 * @returns filled as it happens
 */
export function spreadFaults(
  world: World,
  channels: FanoutChannels,
  percent: number,
  seed: number,
): FaultCounts {
  const counts = new Map<string, number>();
  if (percent <= 0) return counts;
  const choose = chooser([...channels.discord, ...channels.slack], percent / 100, seed, counts);
  KINDS.forEach(({ action }, kind) => {
    const { discord, slack } = world;
    discord.fault(action, {
      when: (request) => choose(request, channelOfCall(discord, request.path)) === kind,
      times: Infinity,
    });
    slack.fault(action, {
      when: (request) => choose(request, request.args['channel'] ?? null) === kind,
      times: Infinity,
    });
  });
  return counts;
}

// --- Internal helpers ---

function chooser(ids: readonly string[], rate: number, seed: number, counts: Map<string, number>): Choose {
  const chances = new Map(ids.map((id, index) => [id, createChance(seed + 2_654_435_761 * index)]));
  // Each fault asks anew; a request has one fate.
  const chosen = new WeakMap<object, { readonly kind: Choice }>();
  return (request, channel) => {
    const known = chosen.get(request);
    if (known !== undefined) return known.kind;
    const chance = channel === null ? undefined : chances.get(channel);
    const kind = chance === undefined ? null : draw(chance, rate);
    if (kind !== null && channel !== null) counts.set(channel, (counts.get(channel) ?? 0) + 1);
    chosen.set(request, { kind });
    return kind;
  };
}

function draw(chance: Chance, rate: number): Choice {
  const happens = chance.happens(rate);
  let left = chance.next() * TOTAL;
  const kind = KINDS.findIndex(({ weight }) => (left -= weight) < 0);
  return happens ? kind : null;
}

import type { ChannelAddress } from '../../src/channels/channel.js';
import type { Holds } from '../shared/holds.js';
import type { SlackCall } from './client.js';
import { NotYet, rateLimitMs } from './errors.js';

/** Key of a channel's turns, and what is held up when Slack wants no post there. */
export function channelScope({ workspace, place }: Pick<ChannelAddress, 'workspace' | 'place'>): string {
  return `slack:${workspace}:${place}`;
}

/** Key of a workspace's turns. */
export function workspaceScope({ workspace }: Pick<ChannelAddress, 'workspace'>): string {
  return `slack:${workspace}`;
}

/**
 * Calls about one place, which wait with what Slack has asked any process to wait with: posts with their channel, every
 * other method by itself in its workspace (apis/web-api/rate-limits: other methods and workspaces go on).
 * Posts are asked about with their turn, so only their 429 is taken note of here.
 * @returns throws NotYet, and nothing is sent, while the method is held up
 */
export function heldCall(call: SlackCall, address: ChannelAddress, holds: Holds): SlackCall {
  return async (method, ...asked) => {
    const isPost = method === 'chat.postMessage';
    const scope = isPost ? channelScope(address) : `${workspaceScope(address)}:${method}`;
    const wait = isPost ? 0 : await holds.heldFor([scope]);
    if (wait > 0) throw new NotYet(wait);
    try {
      return await call(method, ...asked);
    } catch (thrown) {
      const ms = thrown instanceof NotYet ? null : (rateLimitMs(thrown) ?? null);
      // Known to all before the caller is: whoever comes back later may be another process.
      if (ms !== null) await holds.hold(scope, ms);
      throw thrown;
    }
  };
}

import { z } from 'zod';
import type { Visibility } from '../../src/commands/definition.js';
import type { ReplyTarget } from '../../src/ports/replier.js';
import { BUDGET } from './limits.js';

const channel = z.string().regex(/^[CGD][A-Z0-9]{1,30}$/);
const user = z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
const threadTs = z.string().optional();

const targetSchema = z.discriminatedUnion('kind', [
  /** Through the response URL of a command, button or shortcut. `replace`: the message of the button makes room. */
  z.object({ kind: z.literal('response'), url: z.string(), replace: z.boolean(), threadTs }),
  /** Seen by one person in a channel. */
  z.object({ kind: z.literal('ephemeral'), channel, user, threadTs }),
  /** In the person's conversation with the bot; without `channel` that is found by the person. */
  z.object({ kind: z.literal('direct'), channel: channel.optional(), user, threadTs }),
  /** A modal: new (`open`), above the one of the button (`push`), or in its place (`update`). */
  z.object({
    kind: z.literal('modal'),
    way: z.enum(['open', 'push', 'update']),
    /** Trigger id, or the view's id for `update`. */
    id: z.string(),
    channel,
    home: z.boolean(),
    user,
  }),
  /** Below the links of a message. */
  z.object({ kind: z.literal('unfurl'), channel, ts: z.string(), links: z.array(z.string()) }),
  /** `shown`: a page stands there already, which a failure does not replace. */
  z.object({ kind: z.literal('home'), user, channel, shown: z.boolean() }),
]);

/** Where an answer goes on Slack. */
export type SlackTarget = z.infer<typeof targetSchema>;

/** @param now wall-clock milliseconds of the acknowledgement */
export function encodeTarget(target: SlackTarget, visibility: Visibility, now: number): ReplyTarget {
  return {
    secret: JSON.stringify(target),
    visibility,
    expiresAt: new Date(now + BUDGET.responseMs).toISOString(),
  };
}

/** Null for what was never a target of ours. */
export function decodeTarget(secret: string): SlackTarget | null {
  try {
    const target = targetSchema.safeParse(JSON.parse(secret));
    return target.success ? target.data : null;
  } catch {
    return null;
  }
}

import { PermissionFlagsBits } from 'discord.js';
import type { Layout } from '../../src/channels/channel.js';

/** A permission and how Discord's settings call it. */
export type Right = readonly [bit: bigint, name: string];

const BASIC: readonly Right[] = [
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.SendMessages, 'Send Messages'],
  [PermissionFlagsBits.EmbedLinks, 'Embed Links'],
  [PermissionFlagsBits.AttachFiles, 'Attach Files'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
];
const IN_THREADS: Right = [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads'];
const OPEN_THREADS: Right = [PermissionFlagsBits.CreatePublicThreads, 'Create Public Threads'];

/** What the bot must be allowed to do for each layout. */
export const NEEDED: Record<Layout, readonly Right[]> = {
  compact: BASIC,
  thread: [...BASIC, OPEN_THREADS, IN_THREADS],
  forum: [...BASIC, IN_THREADS],
};

/** What a digest can be posted without: it is not read back, carries no picture, or its papers stand in the channel itself. */
export const SPARED: readonly bigint[] = [
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.CreatePublicThreads,
];

/** What is told of a right beside its lack. */
export const WITHOUT: ReadonlyMap<bigint, string> = new Map([
  [PermissionFlagsBits.AttachFiles, ' Digests come without their picture.'],
]);

/** Where a person invites the bot, with exactly the permissions that are used; commands come with the scope. */
export function inviteLink(appId: string): string {
  const bits = NEEDED.thread.reduce((sum, [bit]) => sum | bit, 0n);
  return `https://discord.com/oauth2/authorize?client_id=${appId}&scope=bot&permissions=${bits}`;
}

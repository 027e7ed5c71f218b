/** What the app may do, each with its reason; nothing is asked for in advance. */
export const BOT_SCOPES = [
  { scope: 'commands', why: 'take /papers and the message shortcut' },
  { scope: 'chat:write', why: 'post digests and answers' },
  { scope: 'chat:write.public', why: 'post in public channels without an invitation' },
  { scope: 'channels:read', why: 'check a public channel before it gets a digest' },
  { scope: 'channels:join', why: 'enter a public channel that subscribes' },
  {
    scope: 'channels:history',
    why: 'see in a public channel whether a post whose answer was lost has arrived',
  },
  { scope: 'groups:read', why: 'check a private channel before it gets a digest' },
  { scope: 'groups:history', why: 'see the same in a private channel' },
  { scope: 'im:history', why: 'read what people write to the bot, and see the same in direct messages' },
  { scope: 'users:read', why: 'know a person’s time zone, and who is an administrator' },
  { scope: 'links:read', why: 'hear of links to papers' },
  { scope: 'links:write', why: 'show those links as cards' },
] as const;

/** What the app is told of, each with its reason. */
export const BOT_EVENTS = [
  { event: 'app_home_opened', why: 'draw the Home tab' },
  { event: 'link_shared', why: 'show links to papers as cards' },
  { event: 'message.im', why: 'answer direct messages' },
  { event: 'channel_archive', why: 'pause the digest of a public channel that was archived' },
  { event: 'channel_unarchive', why: 'go on with it' },
  { event: 'channel_deleted', why: 'pause it when the channel is gone' },
  { event: 'channel_left', why: 'pause it when the bot was removed' },
  { event: 'channel_rename', why: 'know the channel by its new name' },
  { event: 'channel_id_changed', why: 'follow a channel that gets another id' },
  { event: 'group_archive', why: 'the same for private channels' },
  { event: 'group_unarchive', why: 'the same for private channels' },
  { event: 'group_deleted', why: 'the same for private channels' },
  { event: 'group_left', why: 'the same for private channels' },
  { event: 'group_rename', why: 'the same for private channels' },
  { event: 'member_left_channel', why: 'hear that the bot was removed' },
  { event: 'member_joined_channel', why: 'go on when the bot is invited again' },
  { event: 'tokens_revoked', why: 'say so in the health, and pause, at once' },
  { event: 'app_uninstalled', why: 'say so in the health, and pause, at once' },
] as const;

/** Domains whose links may become cards; at most five. */
export const UNFURL_DOMAINS = ['arxiv.org', 'huggingface.co', 'alphaxiv.org'] as const;

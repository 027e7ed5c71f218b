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
  { event: 'tokens_revoked', why: 'say so in the health at once' },
  { event: 'app_uninstalled', why: 'say so in the health at once' },
] as const;

/** Domains whose links may become cards; at most five. */
export const UNFURL_DOMAINS = ['arxiv.org', 'huggingface.co', 'alphaxiv.org'] as const;

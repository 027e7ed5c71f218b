import type { Platform } from '../channels/channel.js';

const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;
const DISCORD_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d+|@me)\/\d+(?:\/(\d+))?$/;
const SLACK_LINK = /^https?:\/\/[\w.-]+\.slack\.com\/archives\/[CGD]\w+\/p(\d{10})(\d{6})(?:\?\S*)?$/;
const MAIL_ID = /^<[\w.+-]+@[\w.-]+>$/;

/** What a message id looks like, for people. */
export const MESSAGE_ID_HINT: Record<Platform, string> = {
  discord: 'Right-click the message → Copy Message ID (17 to 20 digits), or give its link.',
  slack: 'Give the link of the message (⋮ → Copy link), or its timestamp like 1764057600.123456.',
  email: 'Give its Message-ID, like <0123abcd@example.org>, from the log of the mail server.',
  terminal: 'A terminal gives its lines no id.',
};

/** The platform's id of a message from that id or from a link to it; null when it is neither. */
export function messageIdOf(platform: Platform, text: string): string | null {
  const given = text.trim();
  if (platform === 'slack') {
    const [, seconds, micros] = SLACK_LINK.exec(given) ?? [];
    if (seconds !== undefined && micros !== undefined) return `${seconds}.${micros}`;
    return /^\d{10}\.\d{6}$/.test(given) ? given : null;
  }
  if (platform === 'terminal') return null;
  if (platform === 'email') return MAIL_ID.exec(given)?.[0] ?? null;
  const id = DISCORD_LINK.exec(given)?.[1] ?? given;
  return /^\d{17,20}$/.test(id) && BigInt(id) <= LARGEST_SNOWFLAKE ? id : null;
}

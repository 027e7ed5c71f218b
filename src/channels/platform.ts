import type { Problem } from '../ports/publisher.js';
import type { Platform } from './channel.js';

/** How people know each platform. */
export const PLATFORM_TITLES: Readonly<Record<Platform, string>> = {
  discord: 'Discord',
  slack: 'Slack',
  email: 'E-mail',
  terminal: 'The terminal',
};

const SWITCHES: Readonly<Record<Platform, string>> = {
  discord: 'Set DISCORD_TOKEN.',
  slack: 'Set SLACK_BOT_TOKEN with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.',
  email: 'Set SMTP_URL and MAIL_FROM, and a PUBLIC_URL that readers can reach.',
  terminal: 'It is served by the process that runs there.',
};

/** What to say of a platform that is off, and the variables that turn it on. */
export function platformOff(platform: Platform): Problem {
  return { message: `${PLATFORM_TITLES[platform]} is off.`, hint: SWITCHES[platform] };
}

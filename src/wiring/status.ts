import type { Platform } from '../channels/channel.js';
import { platformOff } from '../channels/platform.js';
import { ROLES, type Config } from '../config.js';
import { mailState } from '../subscriptions/mail-state.js';

/** One line each for what is off, with the variable that turns it on; empty when all is on. */
export function offLines(config: Config): readonly string[] {
  const lines: string[] = [];
  if (config.discord === null) lines.push(offLine('discord'));
  if (config.slack === null) lines.push(offLine('slack'));
  const mail = mailState(config);
  if (mail.kind === 'off') lines.push(`${mail.message} ${mail.hint}`);
  if (config.huggingFace === null) lines.push('Hugging Face is off: HUGGINGFACE_URL is empty.');
  if (config.arxiv === null) lines.push('arXiv is off: ARXIV_RSS_URL and ARXIV_API_URL are empty.');
  lines.push(...signalsOff(config.signals));
  if (config.databaseUrl === null)
    lines.push(`No database server: papers are kept in ${config.dataDir}. Set DATABASE_URL to use one.`);
  if (config.redisUrl === null)
    lines.push('No Redis: jobs are kept in the database. Set REDIS_URL to use it.');
  return lines;
}

/**
 * True when there is nowhere to post to, so that the digest is shown in the terminal. Not where the work is split:
 * nobody sits before those processes, and each would show it.
 */
export function showsInTerminal(config: Config): boolean {
  return config.discord === null && config.slack === null && !isSplit(config);
}

/** What this process does of the work, and whom it needs for the rest; empty when it does all of it. */
export function roleLines(config: Config): readonly string[] {
  if (!isSplit(config)) return [];
  const missing = ROLES.filter((role) => !config.roles.has(role));
  return [`Roles: ${[...config.roles].join(', ')}. Others are to do the rest: ${missing.join(', ')}.`];
}

/** Where the page is, so that nobody overlooks it. @param url of this process's own port */
export function siteLines(url: string): readonly string[] {
  return ['', `  Read today’s list:         ${url}/`, `  See it in Discord, Slack:  ${url}/preview`, ''];
}

// --- Internal helpers ---

function isSplit({ roles }: Config): boolean {
  return roles.size < ROLES.length;
}

/** Papers with Code is off unless somebody gives its address, which is no news. */
function signalsOff({ github, hackerNews, semanticScholar }: Config['signals']): readonly string[] {
  const off: string[] = [];
  if (github === null) off.push('GitHub stars are off: GITHUB_API_URL is empty.');
  if (hackerNews === null) off.push('Hacker News is off: HACKERNEWS_API_URL is empty.');
  if (semanticScholar === null) off.push('Citations are off: SEMANTIC_SCHOLAR_API_URL is empty.');
  return off;
}

function offLine(platform: Platform): string {
  const { message, hint } = platformOff(platform);
  return `${message} ${hint}`;
}

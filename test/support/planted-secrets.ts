import { expect } from 'vitest';
import type { CommandScene } from './command-scene.js';

/** Settings without a secret's shape, so that only what leaves them out on purpose keeps them out. */
export const PLANTED_SETTINGS = {
  SECRET_KEY: 'planted-sealing-key-of-this-test',
  SECRET_KEY_PREVIOUS: 'planted-earlier-key-of-this-test',
  SLACK_SIGNING_SECRET: 'planted-signing-words',
  SLACK_CLIENT_SECRET: 'planted-client-words',
  SLACK_STATE_SECRET: 'planted-state-words',
  HUGGINGFACE_TOKEN: 'planted-source-words',
  GITHUB_TOKEN: 'planted-github-words',
  SEMANTIC_SCHOLAR_API_KEY: 'planted-scholar-words',
  ADMIN_TOKEN: 'planted-admin-words-that-are-long',
} as const;

/** Parts of addresses. */
export const PLANTED_PASSWORDS = {
  database: 'planted-database-words',
  redis: 'planted-redis-words',
  smtp: 'planted-smtp-words',
} as const;

/** The settings, and those that have to stand beside them. */
export const plantedEnv = {
  ...PLANTED_SETTINGS,
  SLACK_CLIENT_ID: '1.2',
  SMTP_URL: `smtp://bot:${PLANTED_PASSWORDS.smtp}@127.0.0.1:9`,
  MAIL_FROM: 'papers@example.org',
} as const;

export const withPassword = (url: string, password: string): string =>
  Object.assign(new URL(url), { password }).href;

/** What nobody may find: what was planted, the fakes' tokens, and what the platforms handed out with each request. */
export function secretsOf({ world }: CommandScene): readonly string[] {
  const { discord, slack } = world;
  const handedOut = [
    ...discord.interactions.map(({ token }) => token),
    ...[...slack.state.hooks.values()].map(({ id }) => id),
  ];
  expect(handedOut.length).toBeGreaterThan(4);
  const planted = [...Object.values(PLANTED_SETTINGS), ...Object.values(PLANTED_PASSWORDS)];
  return [...planted, discord.token, slack.botToken, slack.appToken, ...handedOut];
}

/** Never prints the text: it would be the leak itself. */
export function expectNone(secrets: readonly string[], where: string, text: string): void {
  expect(text.length, `${where} has something to look at`).toBeGreaterThan(0);
  expect(
    secrets.filter((secret) => text.includes(secret)),
    where,
  ).toEqual([]);
}

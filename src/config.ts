import { z } from 'zod';
import { AppError } from './errors.js';
import {
  crossFaults,
  embeddingsOf,
  idleRoles,
  isSender,
  mailOf,
  signalsOf,
  sourcesOf,
  unknownCategories,
  unknownNames,
  type MailConfig,
} from './config-rules.js';
import { watchingOf, watchingVariables, type WatchingConfig } from './config-watching.js';
import { readRedisUrl } from './redis-url.js';

/** What a process does; `all` is every one of them. */
export type Role = 'gateway' | 'web' | 'worker' | 'tick';

export const ROLES: readonly Role[] = ['gateway', 'web', 'worker', 'tick'];

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Everything the program is told from outside; frozen. `null` means switched off or not given. */
export interface Config extends WatchingConfig {
  /** Whether Discord is told of the commands at every start. */
  readonly registerCommands: boolean;
  readonly discord: { readonly token: string; readonly appId: string | null; readonly apiUrl: string } | null;
  readonly slack: {
    readonly botToken: string;
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly apiUrl: string;
  } | null;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly redisUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. Default: this machine's, with `port`. */
  readonly publicUrl: string;
  readonly huggingFace: { readonly url: string; readonly token: string | null } | null;
  readonly arxiv: {
    readonly rssUrl: string | null;
    readonly apiUrl: string | null;
    readonly categories: readonly string[];
  } | null;
  /** Sources of signals, each null when it is off. */
  readonly signals: {
    readonly github: { readonly url: string; readonly token: string | null } | null;
    readonly hackerNews: { readonly url: string } | null;
    readonly semanticScholar: { readonly url: string; readonly key: string | null } | null;
    readonly papersWithCode: { readonly url: string } | null;
  };
  /** Search by meaning: an OpenAI-compatible endpoint, without `/embeddings` at the end. */
  readonly embeddings: { readonly url: string; readonly model: string; readonly key: string | null } | null;
  /** Where mail is handed in, and from whom it is; null when mail is off. */
  readonly mail: MailConfig | null;
  /** How often vote-like sources are read, milliseconds. */
  readonly collectEveryMs: number;
  readonly secretKey: string | null;
  /** Opens what was sealed before SECRET_KEY was changed; seals nothing. */
  readonly previousSecretKey: string | null;
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: LogLevel;
  /** Sentences about settings that look like a mistake but do no harm. */
  readonly warnings: readonly string[];
}

const text = z.string().trim();
const optional = text.transform((value) => (value === '' ? undefined : value)).optional();
/** An empty variable counts as unset. */
const orDefault = (fallback: string) => optional.transform((value) => value ?? fallback);
const httpUrl = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
const noSlash = (value: string): string => value.replace(/\/+$/, '');

/** A base URL; empty keeps its meaning "off", unset means the default. */
const sourceUrl = (fallback: string) =>
  text
    .default(fallback)
    .refine((value) => value === '' || httpUrl(value), {
      message: 'is not an http(s) URL. Give one, or leave it empty to switch the source off.',
    })
    .transform((value) => (value === '' ? null : noSlash(value)));

const apiUrl = (fallback: string) =>
  optional
    .transform((value) => value ?? fallback)
    .refine(httpUrl, { message: `is not an http(s) URL. Leave it out for ${fallback}.` });

const secret = (what: string) =>
  optional.refine((value) => value === undefined || !/\s/.test(value), {
    message: `contains white space, so it is not ${what}. Copy it again, without quotes or line breaks.`,
  });

const sealingKey = optional.refine((value) => value === undefined || value.length >= 16, {
  message:
    'is too short to keep anything secret. Use at least 16 characters, for example from: openssl rand -hex 32',
});

const serviceUrl = (schemes: readonly string[], example: string) =>
  optional.refine(
    (value) => value === undefined || (URL.canParse(value) && schemes.includes(new URL(value).protocol)),
    {
      message: `is not a ${schemes.join(' or ')} URL. Write it like ${example}.`,
    },
  );

const redisUrl = optional.superRefine((value, context) => {
  const read = value === undefined ? null : readRedisUrl(value);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

const duration = orDefault('20m').transform((value, context) => {
  const match = /^(\d{1,5})\s*(s|m|h)$/.exec(value);
  const ms =
    match === null ? 0 : Number(match[1]) * ({ s: 1_000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 0);
  if (ms >= 1_000 && ms <= 86_400_000) return ms;
  context.addIssue({ code: 'custom', message: 'is not a time between 1s and 24h. Write it like 20m or 1h.' });
  return z.NEVER;
});

const port = orDefault('3000').transform((value, context) => {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  context.addIssue({
    code: 'custom',
    message: 'is not a port number. Give one from 1 to 65535, or 0 for any free one.',
  });
  return z.NEVER;
});

const roles = orDefault('all').transform((value, context): readonly Role[] => {
  const names = value.split(/[\s,]+/).filter((name) => name !== '');
  if (names.length === 0 || names.includes('all')) return ROLES;
  const known = ROLES.filter((role) => names.includes(role));
  if (known.length === new Set(names).size) return known;
  context.addIssue({
    code: 'custom',
    message: `names an unknown role. Use all, or some of ${ROLES.join(', ')}.`,
  });
  return z.NEVER;
});

const categories = orDefault('cs.AI,cs.CL,cs.CV,cs.LG,stat.ML').transform((value, context) => {
  const names = [...new Set(value.split(/[\s,]+/).filter((name) => name !== ''))];
  const odd = names.filter((name) => !/^[a-z-]+(\.[A-Za-z-]+)?$/.test(name));
  if (odd.length === 0 && names.length > 0 && names.length <= 40) return names;
  context.addIssue({
    code: 'custom',
    message:
      odd.length > 0
        ? `names no arXiv category: ${odd.join(', ')}. Write them like cs.CL,stat.ML.`
        : 'must name 1 to 40 categories, like cs.CL,stat.ML.',
  });
  return z.NEVER;
});

const onOrOff = orDefault('on').pipe(
  z
    .enum(['on', 'off'], { error: 'is neither on nor off. Use on or off.' })
    .transform((value) => value === 'on'),
);

const logLevel = orDefault('info').pipe(
  z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    error: 'is not a log level. Use debug, info, warn or error.',
  }),
);

/** The environment contract; `.env.example` describes each variable. */
export const environment = z.object({
  DISCORD_TOKEN: secret('a bot token'),
  DISCORD_APP_ID: optional.refine((value) => value === undefined || /^\d{5,25}$/.test(value), {
    message: 'is not an application id. Copy the number called "Application ID" from the developer portal.',
  }),
  REGISTER_COMMANDS: onOrOff,
  DISCORD_API_URL: apiUrl('https://discord.com/api'),
  SLACK_BOT_TOKEN: secret('a bot token').refine((value) => !/^xapp-|^xoxp-/.test(value ?? ''), {
    message:
      'holds another kind of token. The bot token starts with xoxb-; the one that starts with xapp- belongs in SLACK_APP_TOKEN.',
  }),
  SLACK_APP_TOKEN: secret('an app token').refine((value) => !(value ?? '').startsWith('xox'), {
    message:
      'holds another kind of token. The app-level token starts with xapp-; the one that starts with xoxb- belongs in SLACK_BOT_TOKEN.',
  }),
  SLACK_SIGNING_SECRET: secret('a signing secret'),
  SLACK_CLIENT_ID: optional,
  SLACK_CLIENT_SECRET: secret('a client secret'),
  SLACK_STATE_SECRET: secret('a state secret'),
  SLACK_API_URL: apiUrl('https://slack.com/api/').transform((value) => `${noSlash(value)}/`),
  DATABASE_URL: serviceUrl(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/broadsheet'),
  DATA_DIR: orDefault('./data'),
  REDIS_URL: redisUrl,
  HOST: orDefault('127.0.0.1'),
  PORT: port,
  PUBLIC_URL: serviceUrl(['http:', 'https:'], 'https://papers.example.org'),
  HUGGINGFACE_URL: sourceUrl('https://huggingface.co'),
  HUGGINGFACE_TOKEN: secret('an access token'),
  ARXIV_RSS_URL: sourceUrl('https://rss.arxiv.org'),
  ARXIV_API_URL: sourceUrl('https://export.arxiv.org'),
  ARXIV_CATEGORIES: categories,
  GITHUB_API_URL: sourceUrl('https://api.github.com'),
  GITHUB_TOKEN: secret('an access token'),
  HACKERNEWS_API_URL: sourceUrl('https://hn.algolia.com'),
  SEMANTIC_SCHOLAR_API_URL: sourceUrl('https://api.semanticscholar.org'),
  SEMANTIC_SCHOLAR_API_KEY: secret('an API key'),
  PAPERSWITHCODE_API_URL: sourceUrl(''),
  EMBEDDINGS_URL: serviceUrl(['http:', 'https:'], 'http://localhost:11434/v1'),
  EMBEDDINGS_MODEL: optional,
  EMBEDDINGS_API_KEY: secret('an API key'),
  COLLECT_EVERY: duration,
  SMTP_URL: serviceUrl(['smtp:', 'smtps:'], 'smtp://localhost:1025'),
  MAIL_FROM: optional.refine((value) => value === undefined || isSender(value), {
    message: 'is no sender. Write it like papers@example.org, or Broadsheet <papers@example.org>.',
  }),
  SECRET_KEY: sealingKey,
  SECRET_KEY_PREVIOUS: sealingKey,
  ...watchingVariables,
  ROLES: roles,
  LOG_LEVEL: logLevel,
});

export type Environment = z.output<typeof environment>;

/**
 * Reads the environment once into a frozen Config.
 * @param env raw variables; an empty one counts as unset, but for source URLs, where empty switches the source off
 * @throws AppError `config` that lists every fault at once, each with the variable's name and the repair
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  const single = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
  const faults = [...single, ...crossFaults(env)];
  if (!parsed.success || faults.length > 0) {
    const count = faults.length === 1 ? 'One setting is' : `${faults.length} settings are`;
    throw new AppError(`${count} wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`, {
      code: 'config',
    });
  }
  const warnings = [
    ...unknownNames(env, Object.keys(environment.shape)),
    ...unknownCategories(parsed.data.ARXIV_CATEGORIES),
    ...idleRoles(parsed.data),
  ];
  return Object.freeze(structure(parsed.data, warnings));
}

// --- Internal helpers ---

function structure(vars: Environment, warnings: readonly string[]): Config {
  return {
    ...platforms(vars),
    ...sourcesOf(vars),
    collectEveryMs: vars.COLLECT_EVERY,
    signals: signalsOf(vars),
    mail: mailOf(vars),
    embeddings: embeddingsOf(vars),
    ...watchingOf(vars),
    registerCommands: vars.REGISTER_COMMANDS,
    databaseUrl: vars.DATABASE_URL ?? null,
    dataDir: vars.DATA_DIR,
    redisUrl: vars.REDIS_URL ?? null,
    host: vars.HOST,
    port: vars.PORT,
    publicUrl: noSlash(vars.PUBLIC_URL ?? `http://localhost:${String(vars.PORT)}`),
    secretKey: vars.SECRET_KEY ?? null,
    previousSecretKey: vars.SECRET_KEY_PREVIOUS ?? null,
    roles: new Set(vars.ROLES),
    logLevel: vars.LOG_LEVEL,
    warnings,
  };
}

function platforms(vars: Environment): Pick<Config, 'discord' | 'slack'> {
  const discord =
    vars.DISCORD_TOKEN === undefined
      ? null
      : {
          token: vars.DISCORD_TOKEN,
          appId: vars.DISCORD_APP_ID ?? null,
          apiUrl: noSlash(vars.DISCORD_API_URL),
        };
  const slack =
    vars.SLACK_BOT_TOKEN === undefined
      ? null
      : {
          botToken: vars.SLACK_BOT_TOKEN,
          appToken: vars.SLACK_APP_TOKEN ?? null,
          signingSecret: vars.SLACK_SIGNING_SECRET ?? null,
          apiUrl: vars.SLACK_API_URL,
        };
  return { discord, slack };
}

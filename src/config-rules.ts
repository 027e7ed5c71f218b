import { normaliseArchive, normaliseCategory } from './papers/categories.js';
import { editDistance } from './text/edit-distance.js';

type RawEnv = Readonly<Record<string, string | undefined>>;

/** Prefixes that are ours alone: a name that starts so and is not known is a slip. */
const OUR_PREFIXES =
  /^(DISCORD|SLACK|HUGGINGFACE|ARXIV|SEMANTIC_SCHOLAR|PAPERSWITHCODE|HACKERNEWS|EMBEDDINGS|SMTP)_|^GITHUB_API_/;

/** Faults that lie between variables. @returns one sentence each, starting with the name */
export function crossFaults(env: RawEnv): readonly string[] {
  const has = (name: string): boolean => (env[name] ?? '').trim() !== '';
  return [
    ...discordFaults(has),
    ...slackFaults(has),
    ...serverFaults(env, has),
    ...embeddingsFaults(env, has),
  ];
}

/** Search by meaning as it is set; null when it is off. The address may have been given with `/embeddings` at its end. */
export function embeddingsOf(vars: {
  readonly EMBEDDINGS_URL?: string | undefined;
  readonly EMBEDDINGS_MODEL?: string | undefined;
  readonly EMBEDDINGS_API_KEY?: string | undefined;
}): { readonly url: string; readonly model: string; readonly key: string | null } | null {
  const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: key = null } = vars;
  if (url === undefined || model === undefined) return null;
  return { url: url.replace(/\/+$/, '').replace(/\/embeddings$/, ''), model, key };
}

/** A mail server as SMTP_URL names it, and the sender of MAIL_FROM. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else it is begun with STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: { readonly name: string; readonly address: string };
}

const SENDER = /^(?:([^<>@\p{Cc}]*)<([^\s<>@,;"]+@[^\s<>@,;"]+)>|([^\s<>@,;"]+@[^\s<>@,;"]+))$/u;
/** What the submission of mail uses: RFC 6409 and, with TLS at once, RFC 8314. */
const SUBMISSION = { plain: 587, secure: 465 };

/** True for `papers@example.org` and `Broadsheet <papers@example.org>`. */
export function isSender(text: string): boolean {
  return SENDER.test(text);
}

/** Mail as it is set; null when it is off. */
export function mailOf(vars: {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_FROM?: string | undefined;
}): MailConfig | null {
  const { SMTP_URL: given, MAIL_FROM: sender } = vars;
  if (given === undefined || sender === undefined) return null;
  const url = new URL(given);
  const secure = url.protocol === 'smtps:';
  const [, name = '', inBrackets, bare = ''] = SENDER.exec(sender) ?? [];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? SUBMISSION[secure ? 'secure' : 'plain'] : Number(url.port),
    secure,
    login: url.username === '' ? null : { user: decoded(url.username), password: decoded(url.password) },
    from: { name: name.replaceAll('"', '').trim() || 'Broadsheet', address: inBrackets ?? bare },
  };
}

/** The sources of signals as they are set, each null when it is off. */
export function signalsOf(vars: {
  readonly GITHUB_API_URL: string | null;
  readonly GITHUB_TOKEN?: string | undefined;
  readonly HACKERNEWS_API_URL: string | null;
  readonly SEMANTIC_SCHOLAR_API_URL: string | null;
  readonly SEMANTIC_SCHOLAR_API_KEY?: string | undefined;
  readonly PAPERSWITHCODE_API_URL: string | null;
}) {
  const {
    GITHUB_API_URL: github,
    HACKERNEWS_API_URL: hackerNews,
    SEMANTIC_SCHOLAR_API_URL: scholar,
    PAPERSWITHCODE_API_URL: withCode,
  } = vars;
  return {
    github: github === null ? null : { url: github, token: vars.GITHUB_TOKEN ?? null },
    hackerNews: hackerNews === null ? null : { url: hackerNews },
    semanticScholar: scholar === null ? null : { url: scholar, key: vars.SEMANTIC_SCHOLAR_API_KEY ?? null },
    papersWithCode: withCode === null ? null : { url: withCode },
  };
}

/** Sentences for variables that look like ours but are not. */
export function unknownNames(env: RawEnv, known: readonly string[]): readonly string[] {
  return Object.keys(env)
    .filter((name) => OUR_PREFIXES.test(name) && !known.includes(name))
    .map((name) => `${name} is not a setting of Broadsheet and is ignored.${suggestion(name, known)}`);
}

/** A sentence for categories that our table lacks: a slip, or newer than this release. */
export function unknownCategories(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => normaliseCategory(name) === null && normaliseArchive(name) === null);
  if (unknown.length === 0) return [];
  return [`ARXIV_CATEGORIES names what is no known arXiv category: ${unknown.join(', ')}.`];
}

/** Sources of papers as they are set; null for each that is off. */
export function sourcesOf(vars: {
  readonly HUGGINGFACE_URL: string | null;
  readonly HUGGINGFACE_TOKEN?: string | undefined;
  readonly ARXIV_RSS_URL: string | null;
  readonly ARXIV_API_URL: string | null;
  readonly ARXIV_CATEGORIES: readonly string[];
}) {
  const { HUGGINGFACE_URL: url, HUGGINGFACE_TOKEN: token = null } = vars;
  const { ARXIV_RSS_URL: rssUrl, ARXIV_API_URL: apiUrl, ARXIV_CATEGORIES: categories } = vars;
  return {
    huggingFace: url === null ? null : { url, token },
    arxiv: rssUrl === null && apiUrl === null ? null : { rssUrl, apiUrl, categories },
  };
}

/** A process that is told to do nothing. @returns sentences, none when all is well */
export function idleRoles(vars: {
  readonly ROLES: readonly string[];
  readonly DISCORD_TOKEN?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
}): readonly string[] {
  const { ROLES: roles, DISCORD_TOKEN: discord, SLACK_APP_TOKEN: socket } = vars;
  if (roles.length !== 1 || roles[0] !== 'gateway' || discord !== undefined || socket !== undefined)
    return [];
  return [
    'ROLES=gateway has nothing to do here: it keeps the live connections of DISCORD_TOKEN and SLACK_APP_TOKEN, and neither is set.',
  ];
}

// --- Internal helpers ---

/** What stands percent-encoded in a URL; as it is when it was not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Has = (name: string) => boolean;

function discordFaults(has: Has): readonly string[] {
  if (!has('DISCORD_APP_ID') || has('DISCORD_TOKEN')) return [];
  return [
    'DISCORD_TOKEN is missing though DISCORD_APP_ID is set. Add the bot token, or remove both to switch Discord off.',
  ];
}

function slackFaults(has: Has): readonly string[] {
  const faults: string[] = [];
  const receiving = has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET');
  if (receiving && !has('SLACK_BOT_TOKEN'))
    faults.push(
      'SLACK_BOT_TOKEN is missing though other Slack settings are set. Add the xoxb- token, or remove them to switch Slack off.',
    );
  if (has('SLACK_BOT_TOKEN') && !receiving)
    faults.push(
      'SLACK_APP_TOKEN is missing: with SLACK_BOT_TOKEN set either SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is needed.',
    );
  const oauth = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
  const missing = oauth.filter((name) => !has(name));
  if (missing.length > 0 && missing.length < oauth.length)
    faults.push(`${missing.join(' and ')} missing: set all of ${oauth.join(', ')}, or none.`);
  return faults;
}

function serverFaults(env: RawEnv, has: Has): readonly string[] {
  const faults: string[] = [];
  if (has('DATABASE_URL') && !has('SECRET_KEY'))
    faults.push(
      'SECRET_KEY is missing: with DATABASE_URL set it cannot be kept beside the data. Make one with: openssl rand -hex 32',
    );
  if (has('SECRET_KEY_PREVIOUS') && !has('SECRET_KEY'))
    faults.push(
      'SECRET_KEY is missing though SECRET_KEY_PREVIOUS is set. Set the key that seals from now on, or remove both.',
    );
  const roles = (env['ROLES'] ?? 'all').trim();
  const split = roles !== '' && !roles.split(/[\s,]+/).includes('all');
  const needed = ['DATABASE_URL', 'REDIS_URL'].filter((name) => !has(name));
  if (split && needed.length > 0)
    faults.push(
      `ROLES splits the work over processes, which needs ${needed.join(' and ')} too. Set them, or ROLES=all.`,
    );
  return [...faults, ...mailFaults(env, has)];
}

function mailFaults(env: RawEnv, has: Has): readonly string[] {
  const faults: string[] = [];
  if (has('SMTP_URL') && !has('MAIL_FROM'))
    faults.push(
      'MAIL_FROM is missing: with SMTP_URL set, give the sender, like "Broadsheet <papers@example.org>".',
    );
  if (has('MAIL_FROM') && !has('SMTP_URL'))
    faults.push(
      'SMTP_URL is missing though MAIL_FROM is set. Give the mail server, like smtp://user:password@mail.example.org, or remove both to switch e-mail off.',
    );
  const given = (env['SMTP_URL'] ?? '').trim();
  if (URL.canParse(given) && /^smtps?:$/.test(new URL(given).protocol) && new URL(given).hostname === '')
    faults.push('SMTP_URL names no server. Write it like smtp://user:password@mail.example.org.');
  return faults;
}

function embeddingsFaults(env: RawEnv, has: Has): readonly string[] {
  const faults: string[] = [];
  const [url, model, key] = ['EMBEDDINGS_URL', 'EMBEDDINGS_MODEL', 'EMBEDDINGS_API_KEY'] as const;
  if (!has(url) && (has(model) || has(key)))
    faults.push(
      `${url} is missing though ${has(model) ? model : key} is set. Give the endpoint, like https://api.openai.com/v1, or remove it to leave search by meaning off.`,
    );
  if (has(url) && !has(model))
    faults.push(
      `${model} is missing: with ${url} set, name the model to ask for, like text-embedding-3-small.`,
    );
  const given = (env[url] ?? '').trim();
  const parsed = URL.canParse(given) ? new URL(given) : null;
  if (parsed !== null && `${parsed.username}${parsed.password}${parsed.search}${parsed.hash}` !== '')
    faults.push(
      `${url} holds more than an address. Put the key into ${key}, and leave out user, password, ? and #.`,
    );
  return faults;
}

/** The known name one slip away, if there is one: same letters but for at most two. */
function suggestion(name: string, known: readonly string[]): string {
  const best = known
    .map((other) => ({ other, far: editDistance(name, other) }))
    .sort((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= 3 ? ` Did you mean ${best.other}?` : '';
}

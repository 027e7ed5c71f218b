import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environment, loadConfig } from '../../src/config.js';
import { AppError } from '../../src/errors.js';

const faultsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as AppError).message;
  }
  return '';
};

describe('the configuration', () => {
  it('needs nothing: both platforms are off, the database is embedded, every role runs', () => {
    const config = loadConfig({});

    expect(config.discord).toBeNull();
    expect(config.slack).toBeNull();
    expect(config.databaseUrl).toBeNull();
    expect(config.redisUrl).toBeNull();
    expect([...config.roles].sort()).toEqual(['gateway', 'tick', 'web', 'worker']);
    expect(config.collectEveryMs).toBe(1_200_000);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('is at home on its own port until a public address is given', () => {
    expect(loadConfig({}).publicUrl).toBe('http://localhost:3000');
    expect(loadConfig({ PORT: '8080', PUBLIC_URL: '' }).publicUrl).toBe('http://localhost:8080');
    const given = loadConfig({ PORT: '8080', PUBLIC_URL: 'https://papers.example.org/' });
    expect(given.publicUrl).toBe('https://papers.example.org');
  });

  it('takes an empty variable as unset, but an empty source URL as off', () => {
    const config = loadConfig({
      DISCORD_TOKEN: '',
      REDIS_URL: ' ',
      HUGGINGFACE_URL: '',
      ARXIV_RSS_URL: '',
      ARXIV_API_URL: '',
    });

    expect(config.discord).toBeNull();
    expect(config.redisUrl).toBeNull();
    expect(config.huggingFace).toBeNull();
    expect(config.arxiv).toBeNull();
  });

  it('takes every other variable as unset when it is empty', () => {
    const names = Object.keys(environment.shape);
    const sources =
      /^(HUGGINGFACE|ARXIV_RSS|ARXIV_API|GITHUB_API|HACKERNEWS_API|SEMANTIC_SCHOLAR_API|PAPERSWITHCODE_API)_URL$/;
    const others = names.filter((name) => !sources.test(name));
    expect(names.length - others.length).toBe(7);

    expect(loadConfig(Object.fromEntries(others.map((name) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it('keeps the bases in one form whatever the number of slashes', () => {
    const config = loadConfig({
      DISCORD_TOKEN: 't',
      DISCORD_API_URL: 'http://127.0.0.1:1/api/',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:2/api',
      HUGGINGFACE_URL: 'http://127.0.0.1:3/',
    });

    expect(config.discord?.apiUrl).toBe('http://127.0.0.1:1/api');
    expect(config.slack?.apiUrl).toBe('http://127.0.0.1:2/api/');
    expect(config.huggingFace?.url).toBe('http://127.0.0.1:3');
  });

  it.each(['PORT', 'LOG_LEVEL', 'COLLECT_EVERY', 'ARXIV_CATEGORIES', 'ROLES', 'HOST', 'DATA_DIR'])(
    'takes an empty %s for the default',
    (name) => {
      expect(loadConfig({ [name]: '' })).toEqual(loadConfig({}));
    },
  );

  it('warns of a category that arXiv does not have, and takes a whole archive', () => {
    expect(loadConfig({ ARXIV_CATEGORIES: 'cs.CL,cs.XX,stat,foo' }).warnings).toEqual([
      'ARXIV_CATEGORIES names what is no known arXiv category: cs.XX, foo.',
    ]);
  });

  it('takes the embeddings endpoint with and without its last step, and leaves it off by default', () => {
    const given = (url: string) => loadConfig({ EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: 'm' }).embeddings;
    for (const url of ['http://far/v1', 'http://far/v1/', 'http://far/v1/embeddings'])
      expect(given(url)).toEqual({ url: 'http://far/v1', model: 'm', key: null });
    expect(loadConfig({}).embeddings).toBeNull();
  });

  it('reports every fault at once, each with its variable', () => {
    const message = faultsOf({
      PORT: 'abc',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      REDIS_URL: 'localhost',
      COLLECT_EVERY: 'often',
      ROLES: 'boss',
      HUGGINGFACE_URL: 'hf',
      ARXIV_CATEGORIES: 'cs.AI,$$',
      SECRET_KEY: 'short',
      SLACK_BOT_TOKEN: 'xapp-1',
      SLACK_CLIENT_ID: '1',
    });

    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'REDIS_URL',
      'COLLECT_EVERY',
      'ROLES',
      'HUGGINGFACE_URL',
    ])
      expect(message).toContain(`\n  ${name} `);
    for (const name of [
      'ARXIV_CATEGORIES',
      'SECRET_KEY',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_CLIENT_SECRET',
    ])
      expect(message).toContain(`\n  ${name} `);
  });

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN is missing'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN holds another kind'],
    [{ DISCORD_APP_ID: '12345678' }, 'DISCORD_TOKEN is missing'],
    [{ DISCORD_TOKEN: 'a b' }, 'DISCORD_TOKEN contains white space'],
    [{ DATABASE_URL: 'postgresql://h/d' }, 'SECRET_KEY is missing'],
    [{ SECRET_KEY_PREVIOUS: 'long enough to be a key' }, 'SECRET_KEY is missing though'],
    [{ EMBEDDINGS_MODEL: 'm' }, 'EMBEDDINGS_URL is missing though EMBEDDINGS_MODEL is set'],
    [{ EMBEDDINGS_API_KEY: 'k' }, 'EMBEDDINGS_URL is missing though EMBEDDINGS_API_KEY is set'],
    [{ EMBEDDINGS_URL: 'http://localhost:1/v1' }, 'EMBEDDINGS_MODEL is missing'],
    [{ EMBEDDINGS_URL: 'localhost', EMBEDDINGS_MODEL: 'm' }, 'EMBEDDINGS_URL is not a http: or https: URL'],
    [{ EMBEDDINGS_URL: 'http://u:p@localhost/v1', EMBEDDINGS_MODEL: 'm' }, 'EMBEDDINGS_URL holds more than'],
    [{ ROLES: 'worker' }, 'needs DATABASE_URL and REDIS_URL'],
    [{ SMTP_URL: 'smtp://localhost:1025' }, 'MAIL_FROM is missing'],
    [{ MAIL_FROM: 'papers@example.org' }, 'SMTP_URL is missing though MAIL_FROM is set'],
    [{ SMTP_URL: 'smtp://', MAIL_FROM: 'papers@example.org' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://h', MAIL_FROM: 'papers' }, 'MAIL_FROM is no sender'],
    [{ SMTP_URL: 'smtp://h', MAIL_FROM: 'A <a@b>, C <c@d>' }, 'MAIL_FROM is no sender'],
    [{ COLLECT_EVERY: '0m' }, 'COLLECT_EVERY is not a time'],
    [{ PORT: '70000' }, 'PORT is not a port'],
  ])('names the fault and the repair of %o', (env, sentence) => {
    expect(faultsOf(env)).toContain(sentence);
  });

  it('opens the admin pages with a token that cannot be guessed, or not at all', () => {
    expect(loadConfig({}).adminToken).toBeNull();
    expect(loadConfig({ ADMIN_TOKEN: ' ' }).adminToken).toBeNull();
    expect(loadConfig({ ADMIN_TOKEN: 'x'.repeat(24) }).adminToken).toBe('x'.repeat(24));
    for (const wrong of ['x'.repeat(23), `${'x'.repeat(12)} ${'x'.repeat(12)}`])
      expect(faultsOf({ ADMIN_TOKEN: wrong })).toMatch(/^ {2}ADMIN_TOKEN .*openssl rand -hex 24$/m);
  });

  it('sends traces where a collector is set, with its headers, and nowhere else', () => {
    expect(loadConfig({ OTEL_SERVICE_NAME: 'x' }).traces).toBeNull();
    expect(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' }).traces).toEqual({
      endpoint: 'http://localhost:4318',
      headers: {},
      serviceName: 'broadsheet',
    });
    const all = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/otlp/v1/traces',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc=, x-team = papers,',
      OTEL_SERVICE_NAME: 'papers',
    };
    expect(loadConfig(all).traces).toEqual({
      endpoint: 'https://otel.example/otlp',
      headers: { authorization: 'Basic abc=', 'x-team': 'papers' },
      serviceName: 'papers',
    });
    expect(faultsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' })).toContain('is not an http(s) URL');
    for (const wrong of ['nothing', 'a=%zz', 'a=b c'])
      expect(faultsOf({ OTEL_EXPORTER_OTLP_HEADERS: wrong })).toContain('is no list of headers');
  });

  it('never repeats a secret in a fault', () => {
    expect(faultsOf({ DISCORD_TOKEN: 'very secret', SLACK_BOT_TOKEN: 'xapp-hidden' })).not.toMatch(
      /very|hidden/,
    );
  });

  it('warns about a name that is one slip away from a setting', () => {
    expect(loadConfig({ DISCORD_TOKN: 'x' }).warnings).toEqual([
      'DISCORD_TOKN is not a setting of Broadsheet and is ignored. Did you mean DISCORD_TOKEN?',
    ]);
  });

  it('is described, variable by variable, in .env.example', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const described = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);

    expect(described.sort()).toEqual(Object.keys(environment.shape).sort());
  });

  it('accepts .env.example as it is', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const lines = [...example.matchAll(/^([A-Z][A-Z_]+)=(.*)$/gm)].map((match) => [match[1], match[2]]);

    expect(loadConfig(Object.fromEntries(lines) as Record<string, string>).warnings).toEqual([]);
  });
});

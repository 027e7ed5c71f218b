import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logContext, withLogContext } from '../../adapters/shared/log-context.js';
import { createLogger, type LoggerOptions } from '../../adapters/shared/logger.js';

/** Made up, in the real shapes; put together here so that no file holds one whole. */
const SECRETS = {
  slackBot: ['xoxb', '123456789012', '210987654321', 'abcDEFghiJKLmnoPQRstuVWX'].join('-'),
  slackApp: ['xapp', '1', 'A0123456789', '1234567890123', 'a1b2c3d4e5f6'].join('-'),
  slackRotating: `xoxe.${['xoxp', '1', 'Mi0yLTEyMzQ1Njc4OTA'].join('-')}`,
  discord: ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'GabcDe', 'abcdefghijklmnopqrstuvwxyz0123456789_-'].join('.'),
  huggingFace: `hf_${'AbCdEfGhIj'.repeat(3)}`,
  github: `ghp_${'AbCdEfGhIj'.repeat(3)}`,
};

function capture(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'debug', pretty: false, destination, ...options });
  return { logger, lines, text: () => lines.join('') };
}

describe.each([{ pretty: false }, { pretty: true }])('a log with pretty: $pretty', ({ pretty }) => {
  it.each(Object.entries(SECRETS))('never shows a %s token, wherever it stands', (_kind, secret) => {
    const { logger, text } = capture({ pretty });
    const cause = new Error(`refused for ${secret}`);
    logger.warn({ note: `sent "${secret}" away` }, `said ${secret}`);
    logger.error({ error: new Error(`with ${secret}`, { cause }) }, 'failed');
    logger.error(new AggregateError([cause], secret), 'failed in many ways');
    logger.info({ deep: { list: [{ value: secret }], map: new Map([[secret, secret]]) } }, 'nested');
    logger.child({ header: `Bot ${secret}` }).debug({}, 'from a child');
    expect(text()).not.toContain(secret);
    expect(text().match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(7);
  });

  it.each([
    'token',
    'accessToken',
    'SLACK_SIGNING_SECRET',
    'password',
    'Authorization',
    'api_key',
    'set-cookie',
  ])('never shows the value of a field named %s', (name) => {
    const { logger, text } = capture({ pretty });
    logger.info({ [name]: 'plain-words', inner: { [name]: ['plain-words'] } }, 'x');
    expect(text()).not.toContain('plain-words');
  });

  it.each([
    ['postgresql://bot:hunter2@db:5432/x', 'postgresql://bot:[secret]@db:5432/x'],
    ['rediss://:p/w@rd@cache:6379', 'rediss://:[secret]@cache:6379'],
    ['https://example.org/a?api_key=hunter2&b=1', 'https://example.org/a?api_key=[secret]&b=1'],
    ['https://hooks.slack.com/commands/T1/2/hunter2', 'https://hooks.slack.com/commands/[secret]'],
    ['/webhooks/123456789/aW50ZXJhY3Rpb246hunter2', '/webhooks/123456789/[secret]'],
    ['Authorization: Basic aHVudGVyMjpodW50ZXIy', 'Authorization: Basic [secret]'],
  ])('shows %s without its secret', (given, shown) => {
    const { logger, text } = capture({ pretty });
    logger.error({ error: new Error(`cannot reach ${given} now`) }, 'failed');
    expect(text()).toContain(`cannot reach ${shown} now`);
  });

  it('writes one line per event, also for messages and fields with line breaks or control codes', () => {
    const { logger, lines } = capture({ pretty });
    logger.info({ title: 'a\nb\u001B[2J' }, 'stored\nWARN: forged \u001B[2J');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
  });

  it('keeps quiet below its level', () => {
    const { logger, lines } = capture({ pretty, level: 'warn' });
    logger.info({}, 'no');
    logger.child({ a: 1 }).debug({}, 'no');
    logger.warn({}, 'yes');
    expect(lines).toHaveLength(1);
  });

  it('leaves ordinary numbers, ids and addresses readable', () => {
    const { logger, text } = capture({ pretty });
    const fields = {
      tokens: 12,
      paper: '2511.01234',
      at: new Date(0),
      url: 'https://arxiv.org/abs/2511.01234',
    };
    logger.info(fields, 'read http://localhost:3000/readyz');
    for (const part of ['12', '2511.01234', '1970-01-01T00:00:00.000Z', fields.url, 'localhost:3000/readyz'])
      expect(text()).toContain(part);
  });
});

describe('a log', () => {
  it('survives circles, getters that throw, huge texts and anything else', () => {
    const circle: Record<string, unknown> = { big: 'x'.repeat(100_000), count: 1n };
    circle['self'] = circle;
    const trap = Object.defineProperty({}, 'boom', {
      enumerable: true,
      get: () => expect.fail('read') as unknown,
    });
    const { logger, text } = capture();
    logger.info({ circle, trap }, 'odd');
    logger.info({ invalid: new Date(Number.NaN), bytes: Buffer.from('hunter2') }, 'odd');
    expect(text().length).toBeLessThan(60_000);
    expect(text()).not.toContain('hunter2');
    fc.assert(fc.property(fc.object(), (fields) => logger.info(fields, 'any')));
  });

  it('tells name, message, code and cause of an error, without the stack', () => {
    const { logger, lines } = capture();
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    logger.error({ error: new TypeError('no answer', { cause }) }, 'failed');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      error: { name: 'TypeError', message: 'no answer', cause: { message: 'connect', code: 'ECONNREFUSED' } },
    });
    expect(lines[0]).not.toContain('logger.test');
  });

  it('looks like a short line with time, level, message and fields to people', () => {
    const { logger, lines } = capture({ pretty: true });
    logger.child({ source: 'arxiv' }).warn({ papers: 3 }, 'read slowly');
    expect(lines[0]).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: read slowly \{"source":"arxiv","papers":3\}\n$/);
  });

  it.each([true, false])(
    'goes to stderr, and is there even when the process ends at once (pretty: %s)',
    (pretty) => {
      const script = `
      import { createLogger } from './dist/adapters/shared/logger.js';
      createLogger({ level: 'info', pretty: ${pretty} }).error({ a: 1 }, 'last words');
      process.exit(0);`;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: new URL('../../', import.meta.url),
        encoding: 'utf8',
      });
      expect(stderr).toContain('last words');
      expect(stdout).toBe('');
    },
  );
});

describe('a line said during a piece of work', () => {
  const parse = (line = '{}') => JSON.parse(line) as Record<string, unknown>;

  it('carries the fields of the work, across awaits and from loggers that were there before', async () => {
    const { logger, lines } = capture();
    const old = logger.child({ platform: 'slack' });
    const work = async (trace: string) => {
      await Promise.resolve();
      await withLogContext({ part: 'card' }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        old.info({ said: trace }, 'x');
      });
      logger.info({ said: trace }, 'y');
    };
    await Promise.all(['a', 'b'].map((trace) => withLogContext({ trace }, () => work(trace))));
    logger.info({}, 'outside');
    const told = lines.map(parse);
    for (const { trace, said, msg, part, platform } of told.slice(0, -1)) {
      expect(trace).toBe(said);
      expect([part, platform]).toEqual(msg === 'x' ? ['card', 'slack'] : [undefined, undefined]);
    }
    expect(told).toHaveLength(5);
    expect(told.at(-1)).not.toHaveProperty('trace');
    expect(logContext()).toEqual({});
  });

  it('keeps its own fields, and hides secrets as ever', () => {
    const { logger, lines } = capture();
    withLogContext({ trace: 'a' }, () => logger.info({ trace: 'own', token: 'plain-words' }, 'x'));
    expect(parse(lines[0])).toMatchObject({ trace: 'own', token: '[secret]' });
  });
});

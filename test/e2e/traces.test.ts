import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startFakeOtlp, type FakeOtlp, type ReceivedSpan } from '../fakes/otlp.js';
import { runCli, scratchFolder, startBot, until, type BotProcess, type Env } from '../support/bot-process.js';
import { freshDataDir } from '../support/embedded-template.js';
import { redisIsAvailable, startRedis } from '../support/redis.js';
import { addDueSoon } from '../support/schedules.js';
import { startWorld, type World } from '../support/world.js';

const COUNT = 2;
const PACKAGES = fileURLToPath(new URL('../support/log-packages.mjs', import.meta.url));
const SENDERS = /^(@opentelemetry\/(sdk|exporter|resources)|bullmq-otel)/;
const PRODUCER = 4;
const CONSUMER = 5;

interface Scene {
  readonly world: World;
  readonly collector: FakeOtlp;
  readonly bot: BotProcess;
  readonly env: Env;
  /** The packages of traces that the process has loaded. */
  readonly loaded: () => Promise<readonly string[]>;
}

type Place = 'in the process' | 'Redis';

/** A bot on fakes with one channel on Discord, on a prepared database, which starts soonest. */
async function play(
  settings: (collector: FakeOtlp) => Env,
  place: Place,
  look: (scene: Scene) => Promise<void>,
): Promise<void> {
  const [world, collector, folder, dataDir] = await Promise.all([
    startWorld(),
    startFakeOtlp(),
    scratchFolder(),
    freshDataDir(),
  ]);
  const redis = place === 'Redis' ? await startRedis() : null;
  const packages = join(folder.path, 'packages');
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, ...discordOnly } = world.env;
  const queue = redis === null ? {} : { REDIS_URL: redis.url };
  const env = { ...discordOnly, ...queue, ...settings(collector), DATA_DIR: dataDir };
  const bot = startBot({ ...env, NODE_OPTIONS: `--import=${PACKAGES}`, PACKAGE_LOG: packages });
  const loaded = async () =>
    [...new Set((await readFile(packages, 'utf8')).split('\n'))].filter((name) => SENDERS.test(name));
  try {
    await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
    await look({ world, env, collector, bot, loaded });
  } finally {
    await bot.stop('SIGKILL');
    await redis?.close();
    await Promise.all([world.close(), collector.close(), folder.remove()]);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}

const places = ['in the process', ...(redisIsAvailable ? (['Redis'] as const) : [])] as const;

describe('traces', () => {
  it.concurrent.each(places)(
    'hold the whole of one digest, from composing to each call of the platform, over the queue: %s',
    async (place) => {
      const settings = ({ url }: FakeOtlp): Env => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=one%20two',
        OTEL_SERVICE_NAME: 'papers',
      });
      await play(settings, place, async ({ world, env, collector, bot, loaded }) => {
        await addDueSoon((args) => runCli(args, env), world.discordKey, '--count', String(COUNT));
        await bot.waitFor(/digest ended/, 180_000);
        const { spans } = collector;
        const posted = () =>
          spans.filter(({ name }) => name === 'discord send').length >= COUNT + 2 &&
          spans.some(({ name }) => name === 'deliver');
        await until(posted, 30_000, () => JSON.stringify(spans.map(({ name }) => name)));
        await bot.stop('SIGTERM');
        expect(collector.faults).toEqual([]);
        expect(collector.headers()['api-key']).toBe('one two');
        expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(['papers']));
        expect((await loaded()).length).toBeGreaterThan(0);

        const composed = spans.find(({ name }) => name === 'compose');
        const ours = spans.filter(({ traceId }) => traceId === composed?.traceId);
        const byId = new Map(ours.map((span) => [span.spanId, span]));
        const above = (span: ReceivedSpan | undefined): readonly ReceivedSpan[] => {
          const parent = byId.get(span?.parentSpanId ?? '');
          return parent === undefined ? [] : [parent, ...above(parent)];
        };
        const sent = ours.filter(({ name }) => name === 'discord send');
        expect(sent.length).toBeGreaterThanOrEqual(COUNT + 2);
        for (const span of sent) {
          const way = above(span);
          expect(way.map(({ name }) => name)).toContain('deliver');
          const kinds = way.map(({ kind }) => kind);
          expect(kinds).toEqual(expect.arrayContaining([PRODUCER, CONSUMER]));
          expect(span.attributes).toMatchObject({ 'broadsheet.platform': 'discord' });
        }
        // A minute's sweep may have woken some of the tries; they are in the trace all the same.
        const linked = sent.filter((span) => above(span).some(({ name }) => name === 'compose'));
        expect(linked.length).toBeGreaterThan(0);
        const read = spans.filter(({ name }) => name === 'read');
        const places = read.map(({ traceId, spanId }) => ({ traceId, spanId }));
        expect(composed?.links.length).toBeGreaterThan(0);
        for (const link of composed?.links ?? []) expect(places).toContainEqual(link);

        // The log has the same id, and no span is about the queue's own upkeep.
        const lines = bot.stderr().split('\n');
        expect(
          lines.some((line) => line.includes('digest composed') && line.includes(composed?.traceId ?? '-')),
        ).toBe(true);
        expect(spans.filter(({ name }) => /stalled|extendLocks|getNextJob/i.test(name))).toEqual([]);
      });
    },
    400_000,
  );

  it('are not made, sent, or even loaded when no collector is set', async () => {
    await play(
      () => ({}),
      'in the process',
      async ({ collector, loaded, bot }) => {
        await bot.waitFor(/A source was read/, 60_000);
        expect(await bot.stop('SIGTERM')).toBe(0);
        expect(collector.spans).toEqual([]);
        expect(await loaded()).toEqual([]);
      },
    );
  }, 300_000);

  it('that cannot be sent hold up nothing, and are told of once', async () => {
    const nowhere = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    await play(
      () => nowhere,
      'in the process',
      async ({ bot }) => {
        await bot.waitFor(/traces could not be sent/, 60_000);
        expect(await bot.stop('SIGTERM')).toBe(0);
        expect(bot.stderr().match(/traces could not be sent/g)).toHaveLength(1);
      },
    );
  }, 300_000);
});

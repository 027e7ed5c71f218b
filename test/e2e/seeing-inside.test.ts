import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startBot, until, type BotProcess } from '../support/bot-process.js';
import { postedOnDiscord, postedOnSlack } from '../support/posted.js';
import { addDueSoon } from '../support/schedules.js';
import { startWorld, type World } from '../support/world.js';

const COUNT = 3;

interface Line {
  readonly msg: string;
  readonly trace?: string;
  readonly digest?: number;
  readonly channel?: string;
  readonly platform?: string;
  readonly source?: string;
  readonly outcome?: string;
  readonly readings?: Readonly<Record<string, string>>;
}

/** The JSON lines that the bot has logged so far. */
function linesOf(bot: BotProcess): readonly Line[] {
  return bot
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);
}

/** Values of one metric, by its labels as they are written. */
function valuesOf(page: string, metric: string): ReadonlyMap<string, number> {
  const rows = page.split('\n').filter((row) => row.startsWith(`${metric}{`) || row.startsWith(`${metric} `));
  return new Map(
    rows.map((row) => {
      const space = row.lastIndexOf(' ');
      return [row.slice(metric.length, space), Number(row.slice(space + 1))];
    }),
  );
}

describe('a bot that is watched', () => {
  let world: World;
  let bot: BotProcess;
  let page: string;

  beforeAll(async () => {
    world = await startWorld();
    bot = startBot(world.env);
    await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
    const cli = (args: readonly string[]) => runCli(args, world.env);
    await Promise.all(
      [world.discordKey, world.slackKey].map((key) => addDueSoon(cli, key, '--count', String(COUNT))),
    );
    const ended = () => linesOf(bot).filter(({ msg }) => msg === 'digest ended').length === 2;
    await until(ended, 180_000, () => bot.stderr());
    const [, url = ''] = /Health: (\S+)\/healthz/.exec(bot.stdout()) ?? [];
    page = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(20_000) })).text();
  }, 300_000);
  afterAll(async () => {
    await bot.stop('SIGKILL');
    await world.close();
  });

  it('has one id in all that it logs of a digest, from composing to the last message', () => {
    const lines = linesOf(bot);
    const traces = new Map<string, string>();
    for (const key of [world.discordKey, world.slackKey]) {
      const composed = lines.find(({ msg, channel }) => msg === 'digest composed' && channel === key);
      const trace = composed?.trace ?? '';
      expect(trace).toMatch(/^[0-9a-f]{32}$/);
      traces.set(key, trace);
      const told = lines.filter((line) => line.trace === trace);
      expect(new Set(told.map(({ digest }) => digest))).toEqual(new Set([composed?.digest]));
      expect(told.filter(({ msg }) => msg === 'part delivered').length).toBeGreaterThanOrEqual(COUNT + 1);
      const asked = told.filter(({ msg }) => msg === 'the platform was asked');
      expect(asked.length).toBeGreaterThanOrEqual(COUNT + 1);
      expect(new Set(asked.map(({ platform }) => platform))).toEqual(new Set([key.split(':')[0]]));
      expect(told.some(({ msg }) => msg === 'digest ended')).toBe(true);
      expect(told.filter(({ channel }) => channel !== undefined && channel !== key)).toEqual([]);
    }
    expect(new Set(traces.values()).size).toBe(2);
    expect(postedOnDiscord(world).cards).toHaveLength(COUNT);
    expect(postedOnSlack(world).cards).toHaveLength(COUNT);
  });

  it('names with a digest the readings that it stands on', () => {
    const lines = linesOf(bot);
    const composed = lines.find(({ msg }) => msg === 'digest composed');
    expect(Object.keys(composed?.readings ?? {})).toContain('huggingface');
    for (const [source, trace] of Object.entries(composed?.readings ?? {})) {
      const read = lines.filter((line) => line.trace === trace);
      expect(read.map((line) => line.source)).toContain(source);
      expect(read.some(({ msg }) => msg.startsWith('A source was read'))).toBe(true);
    }
  });

  it('counts on its page what became of deliveries, digests, readings and jobs', () => {
    const deliveries = valuesOf(page, 'broadsheet_deliveries_total');
    expect(deliveries.get('{platform="discord",outcome="sent"}')).toBeGreaterThanOrEqual(COUNT + 2);
    expect(deliveries.get('{platform="slack",outcome="sent"}')).toBeGreaterThanOrEqual(COUNT + 1);
    expect(valuesOf(page, 'broadsheet_digests_total').get('{outcome="posted"}')).toBe(2);
    const readings = valuesOf(page, 'broadsheet_source_readings_total');
    expect(readings.get('{source="huggingface",outcome="complete"}')).toBeGreaterThanOrEqual(1);
    const jobs = valuesOf(page, 'broadsheet_jobs_total');
    for (const queue of ['compose', 'deliver-discord', 'deliver-slack'])
      expect(jobs.get(`{queue="${queue}",outcome="done"}`)).toBeGreaterThanOrEqual(1);
  });

  it('counts and measures there what a rate limit made wait', () => {
    expect(
      valuesOf(page, 'broadsheet_rate_limit_waits_total').get('{platform="slack",kind="turn"}'),
    ).toBeGreaterThanOrEqual(1);
    expect(
      valuesOf(page, 'broadsheet_rate_limit_wait_seconds_total').get('{platform="slack"}'),
    ).toBeGreaterThan(0);
  });

  it('shows there how queues, sources, channels and its own event loop stand', () => {
    for (const queue of ['collect', 'compose', 'answer', 'deliver-email']) {
      expect(valuesOf(page, 'broadsheet_queue_jobs').has(`{queue="${queue}",state="waiting"}`)).toBe(true);
      expect(valuesOf(page, 'broadsheet_queue_oldest_waiting_seconds').get(`{queue="${queue}"}`)).toBe(0);
    }
    const ages = valuesOf(page, 'broadsheet_source_age_seconds');
    expect(ages.get('{source="huggingface"}')).toBeGreaterThanOrEqual(0);
    expect(valuesOf(page, 'broadsheet_source_failures').get('{source="huggingface"}')).toBe(0);
    const channels = valuesOf(page, 'broadsheet_channels');
    expect(channels.get('{platform="slack",state="active"}')).toBe(1);
    expect(channels.get('{platform="slack",state="paused"}')).toBe(0);
    expect(valuesOf(page, 'nodejs_eventloop_lag_p99_seconds').get('')).toBeGreaterThan(0);
    expect(page).toMatch(/^broadsheet_build_info\{version="\d+\.\d+\.\d+",node="\d+\..*"\} 1$/m);
  });

  it('has only labels of small sets: no id, no name, no text', () => {
    const labels = [...page.matchAll(/^broadsheet_\w+\{([^}]*)\}/gm)].flatMap(([, text = '']) =>
      [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => ({ name, value })),
    );
    const free = labels.filter(({ name }) => !['le', 'version', 'node'].includes(name));
    expect(free.filter(({ value }) => !/^[a-z][a-z-]*$/.test(value))).toEqual([]);
  });
});

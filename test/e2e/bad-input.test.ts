import { describe, expect, it } from 'vitest';
import { daysBefore, seedPapers } from '../fakes/sources/seed.js';
import type { SourceFaultScript } from '../fakes/sources/server.js';
import { postedOnDiscord, postedOnSlack } from '../support/posted.js';
import { CLOSED_SOURCES, play, type Scene } from '../support/scene.js';
import { notNow } from '../support/schedules.js';

/** Ample: on a busy machine scenes wait long for their turn. */
const LIMIT = 600_000;

/** What Hugging Face does instead of answering, and the words people are told of it. */
const ANSWERS: readonly [name: string, fault: SourceFaultScript, words: RegExp][] = [
  ['unparsable', { kind: 'status', status: 200, body: '{"papers": [' }, /something else instead of a list/],
  ['empty lists', { kind: 'status', status: 200, body: '[]' }, /Hugging Face.*empty/],
  ['500', { kind: 'status', status: 500 }, /Hugging Face answered 500/],
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '120' } }, /Hugging Face answered 429/],
];

/** So many papers on arXiv that some count as announced, whatever day of the week it is. */
function fillArxiv({ world }: Scene): void {
  const today = new Date().toISOString().slice(0, 10);
  for (const age of [0, 1, 2, 3, 4, 5, 6])
    world.arxiv.know(seedPapers(10, daysBefore(today, age), 500 + 10 * age));
  world.arxiv.announce(today, seedPapers(40, today, 400));
}

async function add({ cli }: Scene, key: string, ...more: string[]): Promise<void> {
  const added = await cli(['channels', 'add', key, ...notNow(), ...more]);
  expect(added.stdout + added.stderr).toContain('is added');
}

/** The heads of the Discord channel, oldest first, as text. */
function headsOf({ world }: Scene): readonly string[] {
  return world.discord.messages(world.discordKey.split(':')[2] ?? '').map((head) => JSON.stringify(head));
}

describe.concurrent('sources that answer badly', () => {
  it(
    'do not keep a digest from going out without Hugging Face, whatever it answers, and lose nothing',
    () =>
      play(async (scene) => {
        const { world, cli } = scene;
        const post = () => cli(['post', '--channel', world.discordKey, '--now']);
        fillArxiv(scene);
        await add(scene, world.discordKey, '--count', '1');
        for (const [name, fault, words] of ANSWERS) {
          world.huggingFace.heal();
          world.huggingFace.fail('/api/daily_papers', fault);
          const collected = await cli(['collect']);
          expect(collected.code, name).toBe(1);
          expect(collected.stdout, name).toMatch(words);
          expect(collected.stdout, name).toMatch(/arXiv: \d+ papers/);
          expect((await post()).stdout, name).toMatch(/Posted 1 paper/);
          expect(headsOf(scene).at(-1), name).toContain('this list is without its latest papers');
          const doctor = await cli(['doctor']);
          expect(doctor.code, name).toBe(1);
          expect(doctor.stdout, name).toMatch(
            /✗ Hugging Face: failing since .*\n {4}Digests go out without it/,
          );
          expect(doctor.stdout, name).toMatch(words);
          expect(doctor.stdout, name).toContain('✓ arXiv');
        }
        world.huggingFace.heal();
        expect((await cli(['collect'])).code).toBe(0);
        await cli(['channels', 'add', world.discordKey, '--count', '20']);
        expect((await post()).stdout).toContain('Posted 20 papers');
        expect(headsOf(scene)).toHaveLength(ANSWERS.length + 1);
        expect(headsOf(scene).at(-1)).not.toContain('without its latest papers');
        const { cards } = postedOnDiscord(world);
        expect(new Set(cards).size).toBe(ANSWERS.length + 20);
      }),
    LIMIT,
  );

  it(
    'are given up when they hang, and the digest goes out without them',
    () =>
      play(async (scene) => {
        const { world, cli } = scene;
        fillArxiv(scene);
        world.huggingFace.fail('/api/daily_papers', { kind: 'hang' });
        await add(scene, world.discordKey, '--count', '2');
        const collected = await cli(['collect']);
        expect(collected.code).toBe(1);
        expect(collected.stdout).toContain('Hugging Face did not answer within 15 s');
        const posted = await cli(['post', '--channel', world.discordKey, '--now']);
        expect(posted.stdout).toContain('Posted 2 papers');
        expect(headsOf(scene)[0]).toContain('Hugging Face has not answered since');
        expect((await cli(['doctor'])).stdout).toMatch(/✗ Hugging Face: .*did not answer within 15 s/);
      }),
    LIMIT,
  );

  it(
    'do not keep a digest from going out without arXiv',
    () =>
      play(async (scene) => {
        const { world, cli } = scene;
        world.arxiv.fail('/', { kind: 'html' });
        await add(scene, world.slackKey, '--count', '3');
        const collected = await cli(['collect']);
        expect(collected.code).toBe(1);
        expect(collected.stdout).toMatch(/arXiv .*web page/);
        const posted = await cli(['post', '--channel', world.slackKey, '--now']);
        expect(posted.stdout).toContain('Posted 3 papers');
        expect(postedOnSlack(world)).toMatchObject({ heads: 1, threads: 1 });
        expect(postedOnSlack(world).head).toContain('arXiv has not answered since');
        const doctor = await cli(['doctor']);
        expect(doctor.stdout).toMatch(/✗ arXiv: failing since .*\n {4}Digests go out without it/);
        expect(doctor.stdout).toContain('✓ Hugging Face');
      }),
    LIMIT,
  );

  it(
    'post nothing when none answers and nothing is stored, but a line where one is wanted, and say why',
    () =>
      play(async (scene) => {
        const { world, cli } = scene;
        await add(scene, world.discordKey);
        await add(scene, world.slackKey, '--empty', 'line');
        expect((await cli(['collect'], CLOSED_SOURCES)).code).toBe(1);
        for (const key of [world.discordKey, world.slackKey]) {
          const posted = await cli(['post', '--channel', key, '--now'], CLOSED_SOURCES);
          expect(posted.code).toBe(1);
          expect(posted.stdout).toContain('source-down. No source has answered: Hugging Face');
        }
        expect(postedOnDiscord(world)).toMatchObject({ heads: 0, threads: 0 });
        expect(postedOnSlack(world)).toMatchObject({ heads: 1, threads: 0 });
        expect(postedOnSlack(world).head).toContain('No papers today. No source has answered');
        const listed = await cli(['channels', 'list'], CLOSED_SOURCES);
        expect(listed.stdout.match(/source-down: No source has answered/g)).toHaveLength(2);
      }),
    LIMIT,
  );
});

describe.concurrent('settings that cannot be right', () => {
  it(
    'are all named with their repair, and nothing is stored',
    () =>
      play(async ({ cli, world }) => {
        const wrong = ['--time', '25:00', '--zone', 'Europe/Berln', '--count', '99', '--days', 'someday'];
        const added = await cli(['channels', 'add', 'discord:12345678:general', ...wrong]);
        expect(added).toMatchObject({ code: 1, stdout: '' });
        for (const words of [
          '"general" is no Discord id. A Discord id is a number',
          '"25:00" is no time of day. Write it as 09:00.',
          '"Europe/Berln" is no time zone. Did you mean Europe/Berlin?',
          '"99" is no number of cards. Give a whole number from 1 to 20.',
          '"someday" names no weekdays.',
        ])
          expect(added.stderr).toContain(words);
        for (const command of [
          ['post', '--now', '--channel'],
          ['channels', 'pause'],
        ]) {
          const unknown = await cli([...command, world.slackKey]);
          expect(unknown.code).toBe(1);
          expect(unknown.stderr).toContain(`There is no channel ${world.slackKey}. See them all with:`);
        }
        expect(JSON.parse((await cli(['channels', 'list', '--json'])).stdout)).toEqual([]);
      }),
    LIMIT,
  );
});

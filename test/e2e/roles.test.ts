import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, until } from '../support/bot-process.js';
import { discordSide, misdeeds, slackSide, type Side } from '../support/command-sides.js';
import { postedOnDiscord, postedOnSlack, type Posted } from '../support/posted.js';
import { redisIsAvailable } from '../support/redis.js';
import { serverBinaries } from '../support/postgres-server.js';
import { openCrew, type Crew, type Member } from '../support/role-crew.js';
import { addDueSoon } from '../support/schedules.js';

const COUNT = 5;
const LIMIT = 600_000;
const SEARCH = { name: 'search', options: { query: 'code models' } };

interface Ready {
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

describe.skipIf(!redisIsAvailable || serverBinaries === null)('seven processes with one role each', () => {
  let crew: Crew;
  let sides: readonly Side[];
  let gateway: Member;
  let webs: readonly Member[];
  let all: readonly Member[];
  const cli = (args: readonly string[]) => runCli(args, crew.env);

  beforeAll(async () => {
    crew = await openCrew();
    sides = [discordSide(crew.world), slackSide(crew.world)];
    gateway = await crew.add('gateway', 'gateway');
    const workers = [await crew.add('worker 1', 'worker'), await crew.add('worker 2', 'worker')];
    const ticks = [await crew.add('tick 1', 'tick'), await crew.add('tick 2', 'tick')];
    webs = [await crew.add('web 1', 'web'), await crew.add('web 2', 'web')];
    all = [gateway, ...workers, ...ticks, ...webs];
  }, LIMIT);
  afterAll(() => crew.close());

  it('read the sources once they run, and answer people on both platforms', async () => {
    for (const side of sides)
      await until(
        async () => (await side.ask(SEARCH, side.person())).text.includes('Code Models'),
        120_000,
        () => `no answer on ${side.name}:\n${crew.said()}`,
      );
  }, 300_000);

  it('serve pages from the webs alone, and tell of themselves from all', async () => {
    for (const member of all) {
      const [page, health] = await Promise.all(
        ['/about', '/healthz'].map((path) => fetch(`${member.url()}${path}`)),
      );
      expect({ name: member.name, page: page!.status, health: health!.status }).toEqual({
        name: member.name,
        page: webs.includes(member) ? 200 : 404,
        health: 200,
      });
    }
  });

  it('are ready for what they do: a platform is a matter of the gateway, a source of who has it read', async () => {
    for (const member of all) {
      const { parts } = (await (await fetch(`${member.url()}/readyz`)).json()) as Ready;
      const platforms = Object.keys(parts).filter((name) => name === 'discord' || name === 'slack');
      expect({ name: member.name, platforms }).toEqual({
        name: member.name,
        platforms: member === gateway ? ['discord', 'slack'] : [],
      });
    }
  });

  it('say what they do, and list the channels once for each tick', () => {
    for (const member of all) {
      const said = member.process().stdout();
      expect(said).toMatch(new RegExp(`^Roles: ${member.name.split(' ')[0]!}\\.`, 'm'));
      expect(said.includes('No channel yet')).toBe(member.name.startsWith('tick'));
    }
  });

  it(
    'lose nothing and double nothing while each of them is replaced in turn',
    async () => {
      const { world } = crew;
      for (const key of [world.discordKey, world.slackKey])
        await addDueSoon(cli, key, '--count', String(COUNT));
      for (const member of all) {
        expect({ name: member.name, code: await member.stop() }).toEqual({ name: member.name, code: 0 });
        // Who is left goes on: pages and, while the gateway stands, answers.
        const other = webs.find((web) => web !== member)!;
        expect((await fetch(other.url())).status).toBe(200);
        if (member !== gateway)
          for (const side of sides)
            expect((await side.ask(SEARCH, side.person())).text).toContain('Code Models');
        await member.start();
      }
      const posted = (): readonly Posted[] => [postedOnDiscord(world), postedOnSlack(world)];
      await until(
        () => posted().every(({ cards }) => cards.length >= COUNT),
        180_000,
        () => `${JSON.stringify(posted())}\n${crew.said()}`,
      );
      for (const side of sides) expect((await side.ask(SEARCH, side.person())).text).toContain('Code Models');
      for (const { heads, threads, cards } of posted()) {
        expect({ heads, threads, cards: cards.length }).toEqual({ heads: 1, threads: 1, cards: COUNT });
        expect(new Set(cards).size).toBe(COUNT);
      }
      const { rows } = await crew.database.pool.query<{ digests: number; open: number }>(
        `select count(*)::int as digests, (count(*) filter (where status <> 'closed'))::int as open
         from broadsheet.digests`,
      );
      expect(rows).toEqual([{ digests: 2, open: 0 }]);
      expect(await misdeeds(world, sides)).toEqual([]);
    },
    LIMIT,
  );
});

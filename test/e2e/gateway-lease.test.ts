import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/bot-process.js';
import { discordSide, misdeeds, slackSide, type Side } from '../support/command-sides.js';
import { serverBinaries } from '../support/postgres-server.js';
import { redisIsAvailable } from '../support/redis.js';
import { openCrew, type Crew, type Member } from '../support/role-crew.js';

const LIMIT = 300_000;
const HELP = { name: 'help' };

interface Ready {
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

describe.skipIf(!redisIsAvailable || serverBinaries === null)(
  'two gateways with one Discord token',
  () => {
    let crew: Crew;
    let sides: readonly Side[];
    let first: Member;
    let second: Member;

    beforeAll(async () => {
      crew = await openCrew();
      sides = [discordSide(crew.world), slackSide(crew.world)];
      await crew.add('worker', 'worker');
      first = await crew.add('gateway 1', 'gateway');
      second = await crew.add('gateway 2', 'gateway');
    }, LIMIT);
    afterAll(() => crew.close());

    const readyOf = async (member: Member) => {
      const answer = await fetch(`${member.url()}/readyz`);
      return { status: answer.status, discord: ((await answer.json()) as Ready).parts['discord'] };
    };
    const connectedOf = async (member: Member): Promise<string> => {
      const metrics = await (await fetch(`${member.url()}/metrics`)).text();
      return /^broadsheet_platform_connected\{platform="discord"\} (\d)/m.exec(metrics)?.[1] ?? '';
    };
    const takenOver = (times: number) =>
      until(
        () => crew.world.discord.gateway.counts.identified === times,
        90_000,
        () => `nobody took over:\n${crew.said()}`,
      );
    const answered = async (): Promise<void> => {
      for (const side of sides) expect((await side.ask(HELP, side.person())).text).toContain('/papers');
    };

    it('connect one after the other: who comes second stands by, is ready, and says who is connected', async () => {
      expect(crew.world.discord.gateway.sessions()).toBe(1);
      const holder = new RegExp(`^standing by: .+, process ${first.process().pid} is connected$`);
      expect(await readyOf(first)).toMatchObject({ status: 200, discord: { detail: 'connected' } });
      expect(await readyOf(second)).toMatchObject({ status: 200, discord: { ok: true } });
      expect((await readyOf(second)).discord!.detail).toMatch(holder);
      expect([await connectedOf(first), await connectedOf(second)]).toEqual(['1', '0']);
      expect(second.process().stdout()).toMatch(/^Discord: standing by/m);
      expect(second.process().stderr()).toContain('this one stands by');
      expect(crew.world.slack.socket.connections()).toBe(2);
      await answered();
    });

    it('follow each other when one is killed', async () => {
      await first.stop('SIGKILL');
      await takenOver(2);
      await until(
        async () => (await readyOf(second)).discord!.detail === 'connected',
        30_000,
        () => crew.said(),
      );
      expect(second.process().stderr()).toContain('takes over the connection');
      expect(await connectedOf(second)).toBe('1');
      await answered();
    });

    it('follow each other when one stops, and never are two connected', async () => {
      await first.start();
      expect((await readyOf(first)).discord!.detail).toMatch(/^standing by/);
      expect(await second.stop()).toBe(0);
      await takenOver(3);
      await until(
        async () => (await readyOf(first)).discord!.detail === 'connected',
        30_000,
        () => crew.said(),
      );
      await answered();
      expect(crew.world.discord.gateway.mostSessions()).toBe(1);
      expect(await misdeeds(crew.world, sides)).toEqual([]);
    });
  },
  LIMIT,
);

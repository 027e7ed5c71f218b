import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import type { TestDatabase } from '../support/databases.js';
import { testDatabases } from '../support/databases.js';
import {
  address,
  facts,
  minutesAfter,
  NOON,
  settings,
  sighting,
  simpleMerge,
  today,
} from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

const ADA = 'a'.repeat(64);
const ALAN = 'b'.repeat(64);
const CHANNEL = 'discord:11:22';
const DAY = 24 * 60;

describe.each(testDatabases)('what commands keep on the $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
    await database.setClock(NOON);
    const papers = ['p1', 'p2', 'p3'].map((id) => ({ facts: facts(id), sighting: sighting(id) }));
    await stores.papers.save(papers, simpleMerge);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['answers', 'views', 'saved_papers', 'feedback', 'workspaces', 'channels'])
      await database.pool.query(`delete from broadsheet.${table}`);
    await database.setClock(NOON);
  });
  const count = async (table: string) =>
    Number(
      (await database.pool.query<{ n: string }>(`select count(*) as n from broadsheet.${table}`)).rows[0]?.n,
    );

  describe('answers', () => {
    it('are claimed by one, however many try at once', async () => {
      const claims = await Promise.all(Array.from({ length: 8 }, () => stores.answers.claim('discord:1')));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await stores.answers.claim('discord:2')).toBe(true);
    });

    it('stay claimed for a day', async () => {
      await stores.answers.claim('discord:1');
      await database.setClock(minutesAfter(DAY - 1));
      expect(await stores.answers.claim('discord:1')).toBe(false);
      await database.setClock(minutesAfter(DAY));
      expect(await stores.answers.claim('discord:1')).toBe(true);
    });

    it('given back can be claimed again, by one', async () => {
      await stores.answers.claim('share:1');
      await stores.answers.claim('share:2');
      await stores.answers.release('share:1');
      await stores.answers.release('never claimed');
      const claims = await Promise.all([1, 2].map(() => stores.answers.claim('share:1')));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await stores.answers.claim('share:2')).toBe(false);
    });

    it('and lists are pruned when they are over', async () => {
      const view = { title: '', notes: [], papers: [] };
      await stores.answers.claim('old');
      await stores.views.keep(view);
      await database.setClock(minutesAfter(DAY + 1));
      await stores.answers.claim('young');
      await stores.answers.prune();
      expect([await count('answers'), await count('views')]).toEqual([1, 1]);
      expect(await stores.answers.claim('young')).toBe(false);
      await database.setClock(minutesAfter(30 * DAY));
      await stores.answers.prune();
      expect([await count('answers'), await count('views')]).toEqual([0, 0]);
    });
  });

  describe('a list', () => {
    const view = {
      title: 'Search: "speech" \ud83d\ude42',
      notes: ['Did you mean speech?'],
      papers: [
        { paperId: 'p2', note: '▲ 3' },
        { paperId: 'p1', note: '' },
      ],
    };

    it('comes back as it was kept, under an id of its own that fits a button', async () => {
      const ids = [await stores.views.keep(view), await stores.views.keep(view)];
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) {
        expect(id).toMatch(/^[a-z0-9]{1,32}$/);
        expect(await stores.views.get(id)).toEqual(view);
      }
    });

    it('takes any text', async () => {
      const id = await stores.views.keep({ ...view, title: 'a\0b\ud800c' });
      expect((await stores.views.get(id))?.title).toBe('ab\ufffdc');
    });

    it('is over after thirty days, and unknown when it never was', async () => {
      const id = await stores.views.keep(view);
      await database.setClock(minutesAfter(30 * DAY - 1));
      expect(await stores.views.get(id)).toEqual(view);
      await database.setClock(minutesAfter(30 * DAY));
      expect(await stores.views.get(id)).toBeNull();
      expect(await stores.views.get('0'.repeat(24))).toBeNull();
      expect(await stores.views.get("'; drop table \0")).toBeNull();
    });
  });

  describe('a person', () => {
    it('saves a paper once and takes it back once', async () => {
      expect(await stores.people.save(ADA, 'p1')).toBe(true);
      expect(await stores.people.save(ADA, 'p1')).toBe(false);
      expect(await stores.people.saved(ADA)).toEqual([{ paperId: 'p1', savedAt: NOON }]);
      expect(await stores.people.unsave(ADA, 'p1')).toBe(true);
      expect(await stores.people.unsave(ADA, 'p1')).toBe(false);
      expect(await stores.people.saved(ADA)).toEqual([]);
    });

    it('sees the newest saved paper first, and nobody else’s', async () => {
      for (const [minute, id] of ['p3', 'p1', 'p2'].entries()) {
        await database.setClock(minutesAfter(minute));
        await stores.people.save(ADA, id);
      }
      await stores.people.save(ALAN, 'p3');
      expect((await stores.people.saved(ADA)).map((saved) => saved.paperId)).toEqual(['p2', 'p1', 'p3']);
      expect((await stores.people.saved(ALAN)).map((saved) => saved.paperId)).toEqual(['p3']);
    });

    it('cannot save or judge a paper that nobody knows', async () => {
      const unknown = { code: 'not-found', message: 'The paper p9 is not in the catalogue.' };
      await expect(stores.people.save(ADA, 'p9')).rejects.toMatchObject(unknown);
      await expect(stores.people.giveFeedback(CHANNEL, ADA, 'p9', 'less')).rejects.toMatchObject(unknown);
      expect(await stores.people.unsave(ADA, 'p9')).toBe(false);
    });

    it('has one opinion of a paper in a channel, the last one', async () => {
      expect(await stores.people.giveFeedback(CHANNEL, ADA, 'p1', 'more')).toBe(true);
      expect(await stores.people.giveFeedback(CHANNEL, ADA, 'p1', 'more')).toBe(false);
      await database.setClock(minutesAfter(1));
      expect(await stores.people.giveFeedback(CHANNEL, ADA, 'p1', 'less')).toBe(true);
      expect(await stores.people.giveFeedback(CHANNEL, ALAN, 'p1', 'more')).toBe(true);
      expect(await stores.people.giveFeedback('discord:11:33', ADA, 'p1', 'more')).toBe(true);
      const { rows } = await database.pool.query(
        'select verdict, given_at from broadsheet.feedback where person = $1 and channel_key = $2',
        [ADA, CHANNEL],
      );
      expect(rows).toEqual([{ verdict: 'less', given_at: minutesAfter(1) }]);
    });

    it('is forgotten with all saved papers and opinions, and nobody else with them', async () => {
      for (const id of ['p1', 'p2']) await stores.people.save(ADA, id);
      await stores.people.save(ALAN, 'p1');
      for (const id of ['p1', 'p2', 'p3']) await stores.people.giveFeedback(CHANNEL, ADA, id, 'less');
      await stores.people.giveFeedback(CHANNEL, ALAN, 'p1', 'more');
      expect(await stores.people.forget(ADA)).toEqual({ saved: 2, feedback: 3 });
      expect(await stores.people.forget(ADA)).toEqual({ saved: 0, feedback: 0 });
      expect([await count('saved_papers'), await count('feedback')]).toEqual([1, 1]);
    });

    it('is forgotten wholly or not at all', async () => {
      await stores.people.save(ADA, 'p1');
      await stores.people.giveFeedback(CHANNEL, ADA, 'p1', 'less');
      await database.pool.query('alter table broadsheet.feedback rename to elsewhere');
      await expect(stores.people.forget(ADA)).rejects.toMatchObject({ code: 'database' });
      await database.pool.query('alter table broadsheet.elsewhere rename to feedback');
      expect([await count('saved_papers'), await count('feedback')]).toEqual([1, 1]);
    });

    it('leaves what was pressed in a channel, newest first, and in no other', async () => {
      await stores.people.save(ADA, 'p1', null, CHANNEL);
      await stores.people.save(ADA, 'p3', null, 'discord:11:33');
      await database.setClock(minutesAfter(1));
      await stores.people.giveFeedback(CHANNEL, ALAN, 'p2', 'less');
      const less = { paperId: 'p2', verdict: 'less', person: ALAN, at: minutesAfter(1) };
      expect(await stores.people.presses(CHANNEL, 9)).toEqual([
        less,
        { paperId: 'p1', verdict: 'saved', person: ADA, at: NOON },
      ]);
      expect(await stores.people.presses(CHANNEL, 1)).toEqual([less]);
      expect(await stores.people.presses('discord:11:44', 9)).toEqual([]);
      await stores.people.unsave(ADA, 'p1');
      expect(await stores.people.presses(CHANNEL, 9)).toEqual([less]);
    });

    it('has its presses forgotten with a channel’s taste, and keeps what was saved', async () => {
      await stores.people.save(ADA, 'p1', null, CHANNEL);
      await stores.people.giveFeedback(CHANNEL, ADA, 'p2', 'more');
      await stores.people.giveFeedback('discord:11:33', ADA, 'p2', 'more');
      expect(await stores.people.forgetPresses(CHANNEL)).toBe(2);
      expect(await stores.people.forgetPresses(CHANNEL)).toBe(0);
      expect(await stores.people.presses(CHANNEL, 9)).toEqual([]);
      expect(await stores.people.saved(ADA)).toHaveLength(1);
      expect(await stores.people.presses('discord:11:33', 9)).toHaveLength(1);
    });

    it('takes a forgotten person’s presses out, and a forgotten server’s', async () => {
      for (const person of [ADA, ALAN]) await stores.people.save(person, 'p1', null, CHANNEL);
      await stores.people.forget(ADA);
      expect(await stores.people.presses(CHANNEL, 9)).toHaveLength(1);
      await stores.workspaces.forget('discord', '11');
      expect(await stores.people.presses(CHANNEL, 9)).toEqual([]);
      expect(await stores.people.saved(ALAN), 'people are the same on every server').toHaveLength(1);
    });

    it('loses opinions, not saved papers, with the channel they were given in', async () => {
      await putChannel(stores.channels, address, settings(), today);
      await stores.people.save(ADA, 'p1', null, CHANNEL);
      await stores.people.giveFeedback(CHANNEL, ADA, 'p1', 'less');
      await stores.people.giveFeedback('discord:11:33', ADA, 'p1', 'less');
      expect(await stores.channels.remove(CHANNEL)).toBe(true);
      expect(await stores.people.presses(CHANNEL, 9)).toEqual([]);
      const { rows } = await database.pool.query('select channel_key from broadsheet.feedback');
      expect(rows).toEqual([{ channel_key: 'discord:11:33' }]);
      expect(await count('saved_papers')).toBe(1);
      expect(await stores.channels.remove('discord:11:33')).toBe(false);
      expect(await count('feedback')).toBe(0);
    });
  });

  describe('a forgotten workspace', () => {
    const slack = (workspace: string, place: string) => ({ platform: 'slack' as const, workspace, place });
    beforeEach(async () => {
      for (const at of [slack('T1', 'C1'), slack('T1', 'D1'), slack('T12', 'C2'), address])
        await putChannel(stores.channels, at, settings(), today);
      await stores.workspaces.put('slack', 'T1', { unfurl: false });
      await stores.people.save(ADA, 'p1', 'slack:T1');
      await stores.people.save(ALAN, 'p1', 'slack:T12');
      await stores.people.giveFeedback('slack:T1:C1', ADA, 'p1', 'less');
      await stores.people.giveFeedback('slack:T1:C9', ADA, 'p2', 'more');
      await stores.people.giveFeedback('slack:T12:C2', ALAN, 'p2', 'more');
      await stores.people.giveFeedback(CHANNEL, ALAN, 'p1', 'less');
    });

    it('on Slack takes its channels, opinions, settings and what its people saved with it, and no other’s', async () => {
      // Saved by an older release, by somebody who gave an opinion here.
      await stores.people.save(ADA, 'p2');
      const all = { channels: 2, feedback: 2, saved: 2, settings: 1 };
      expect(await stores.workspaces.forget('slack', 'T1')).toEqual(all);
      const none = { channels: 0, feedback: 0, saved: 0, settings: 0 };
      expect(await stores.workspaces.forget('slack', 'T1')).toEqual(none);
      const left = (await stores.channels.list()).map(({ key }) => key);
      expect(left).toEqual([CHANNEL, 'slack:T12:C2']);
      expect([await count('feedback'), await count('saved_papers'), await count('workspaces')]).toEqual([
        2, 1, 0,
      ]);
      expect(await stores.workspaces.list()).toEqual([]);
    });

    it('on Discord leaves what people saved: they are the same on every server', async () => {
      const gone = { channels: 1, feedback: 1, saved: 0, settings: 0 };
      expect(await stores.workspaces.forget('discord', '11')).toEqual(gone);
      expect(await count('saved_papers')).toBe(2);
    });

    it('goes wholly or not at all', async () => {
      await database.pool.query('alter table broadsheet.workspaces rename to elsewhere');
      await expect(stores.workspaces.forget('slack', 'T1')).rejects.toMatchObject({ code: 'database' });
      await database.pool.query('alter table broadsheet.elsewhere rename to workspaces');
      expect([await count('channels'), await count('feedback'), await count('saved_papers')]).toEqual([
        4, 4, 2,
      ]);
    });

    it('is no pattern: a name with wild cards or quotes matches itself alone', async () => {
      for (const name of ['%', 'T_', "T1' or true --", 'T1:C1', '', 'T1\0'])
        expect((await stores.workspaces.forget('slack', name)).channels, name).toBe(name === 'T1\0' ? 2 : 0);
    });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createCommandHandler } from '../../../src/commands/handle.js';
import { AppError } from '../../../src/errors.js';
import { commandPapers, foreignPaper } from '../../support/command-papers.js';
import {
  buttonCalled,
  buttonsOf,
  createCommandWorld,
  IN_DISCORD_DM,
  ON_DISCORD,
  papersOf,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

const labels = (reply: Awaited<ReturnType<CommandWorld['command']>>): readonly string[] =>
  buttonsOf(reply).map(({ label }) => label);

describe('search', () => {
  it('lists five papers with authors, day, upvotes and field', async () => {
    const reply = await world.command('search', { query: 'speech' });

    expect(reply.title).toBe('Search: “speech”');
    expect(papersOf(reply)).toHaveLength(5);
    expect(wordsOfReply(reply)).toContain(
      '1. Multilingual Speech Recognition for Everyone (Ada Lovelace and Alan Turing · 23 Nov 2026 · ▲ 84 upvotes · cs.CL)',
    );
    expect(wordsOfReply(reply)).toContain('Page 1 of 3 · 12 papers');
    expect(labels(reply)).toEqual(['Next ▶', 'Share to channel', 'Get this every day']);
  });

  it('marks what only a source knew, and passes on what was done to find something', async () => {
    world.beyond.set('2305.12345', foreignPaper());
    const found = await world.deps.search.search(
      { alternatives: [], sort: null },
      { limit: 50, now: world.outside.now, signal: new AbortController().signal },
    );
    Object.assign(world.deps.search, {
      search: () => Promise.resolve({ hits: found.hits.slice(0, 1), notices: ['Searched for “speech”.'] }),
    });

    const words = wordsOfReply(await world.command('search', { query: 'speach' }));

    expect(words).toContain('found by Hugging Face');
    expect(words).toContain('Searched for “speech”.');
  });

  it.each(['https://doi.org/10.1145/3580305.3599123', 'doi:10.1145/3580305.3599123'])(
    'goes straight to the paper of a publisher’s DOI, or says that nobody here has it: %s',
    async (query) => {
      const asked = { search: { query }, show: { paper: query } } as const;
      for (const name of ['search', 'show'] as const)
        expect(wordsOfReply(await world.command(name, asked[name]))).toContain('is the DOI of a publisher');

      const item = commandPapers()[0]!;
      const id = 'doi:10.1145/3580305.3599123';
      world.papers.set(id, { ...item, paper: { ...item.paper, id } });
      expect(papersOf(await world.command('search', { query }))).toEqual([id]);
      expect(wordsOfReply(await world.command('show', { paper: query }))).toContain(item.paper.title);
    },
  );

  it('shared is for all to see, and has nothing to share', async () => {
    const reply = await world.command('search', { query: 'speech', share: 'true' });

    expect(labels(reply)).toEqual(['Next ▶', 'Get this every day']);
  });

  it('in a direct message has nobody to share with', async () => {
    expect(labels(await world.command('search', { query: 'speech' }, IN_DISCORD_DM))).not.toContain(
      'Share to channel',
    );
  });

  it('for one paper offers no subscription to it', async () => {
    const reply = await world.command('search', { query: 'https://arxiv.org/abs/2611.00001v3' });

    expect(papersOf(reply)).toEqual(['2611.00001']);
    expect(labels(reply)).toEqual(['Share to channel']);
  });

  it('knows the channel’s topics by name', async () => {
    await world.settle({ topics: [{ name: 'Housework', query: 'laundry' }] });

    expect(papersOf(await world.command('search', { query: 'topic:housework' }))).toEqual(['2611.00002']);
  });

  it.each([
    ['', 'What shall I look for?'],
    ['x '.repeat(2000), 'The query is 3999 characters long.'],
    ['"speech', 'A quotation mark is never closed. (At character 1.)'],
    ['cat:cs.XX', 'arXiv has no category "cs.XX".'],
    ['speech |', 'One side of | is empty.'],
    ['sinse:7d speech', 'Did you mean since:?'],
    ['!!', 'There is no word to look for.'],
  ])('for %j is refused with the repair', async (query, said) => {
    const reply = await world.command('search', { query });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain(said);
  });

  it('that finds nothing says what was looked for, how to broaden it, and what is near', async () => {
    const reply = await world.command('search', { query: 'laundry zebra' });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('No paper matches “laundry zebra”.');
    expect(wordsOfReply(reply)).toContain('Use fewer or other words');
    expect(wordsOfReply(reply)).toContain('This week there are papers on: laundry (1).');
    expect(
      wordsOfReply(await world.command('search', { query: 'topic:robotik sort:trending min:9999' })),
    ).toContain('This week there are papers on: robotics (1).');
    expect(wordsOfReply(await world.command('search', { query: 'laundry min:9999' }))).toContain(
      'Take a filter away',
    );
  });

  it('throws what a source throws, for whoever answers', async () => {
    const fault = new AppError('Hugging Face did not answer.', { code: 'source', hint: 'Try again.' });
    Object.assign(world.deps.search, { search: () => Promise.reject(fault) });

    await expect(world.command('search', { query: 'speech' })).rejects.toBe(fault);
  });
});

describe('a list', () => {
  it('is paged to its end and back', async () => {
    const first = await world.command('search', { query: 'speech' });
    const second = await world.press(buttonCalled(first, 'Next ▶'));
    const third = await world.press(buttonCalled(second, 'Next ▶'));

    expect(papersOf(second)).toHaveLength(5);
    expect(papersOf(third)).toHaveLength(2);
    expect(new Set([first, second, third].flatMap(papersOf)).size).toBe(12);
    expect(wordsOfReply(third)).toContain('11. ');
    expect(wordsOfReply(third)).toContain('Page 3 of 3');
    expect(labels(second)).toEqual(['◀ Previous', 'Next ▶', 'Share to channel']);
    expect(labels(third)).toEqual(['◀ Previous', 'Share to channel']);
    expect(papersOf(await world.press(buttonCalled(third, '◀ Previous')))).toEqual(papersOf(second));
  });

  it('stays as it was when better papers come', async () => {
    const first = await world.command('search', { query: 'speech' });
    const second = papersOf(await world.press(buttonCalled(first, 'Next ▶')));
    for (const id of second) world.papers.delete(id);

    const again = await world.press(buttonCalled(first, 'Next ▶'));

    expect(papersOf(again)).toEqual(second);
    expect(wordsOfReply(again)).toContain(`6. ${second[0] ?? ''} (`);
  });

  it.each([0, 999])('has no page %s: the nearest is shown', async (page) => {
    const first = await world.command('search', { query: 'speech' });
    const { view } = buttonCalled(first, 'Next ▶') as { view: string };

    expect(papersOf(await world.press({ do: 'page', view, page }))).toHaveLength(page === 0 ? 5 : 2);
  });

  it.each(['page', 'share'] as const)('that is over says so: %s', async (deed) => {
    const reply = await world.press({ do: deed, view: 'gone', page: 1 });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('This list is over');
  });

  it('is shared once per place, without buttons that would answer nobody', async () => {
    const first = await world.command('search', { query: 'speech' });
    const share = buttonCalled(await world.press(buttonCalled(first, 'Next ▶')), 'Share to channel');

    const shared = await world.press(share);
    const twice = await world.press(share);
    const elsewhere = await world.press(share, {
      address: { platform: 'discord', workspace: '11', place: '99' },
    });

    expect(papersOf(shared)).toHaveLength(5);
    expect(shared.title).toBe('Search: “speech”');
    expect(buttonsOf(shared)).toEqual([]);
    expect(twice).toMatchObject({ failed: true });
    expect(wordsOfReply(twice)).toBe('This page was shared here already.');
    expect(papersOf(elsewhere)).toEqual(papersOf(shared));
  });

  it('can be shared again when the platform did not take it', async () => {
    const share = buttonCalled(await world.command('search', { query: 'speech' }), 'Share to channel');

    const lost = await world.press(share);
    await world.deps.answers.release(lost.claim ?? '');

    expect(papersOf(await world.press(share))).toHaveLength(5);
    expect(await world.press(share)).toMatchObject({ failed: true });
  });

  it('can be shared again when its sharing took too long and was given up', async () => {
    const share = buttonCalled(await world.command('search', { query: 'speech' }), 'Share to channel');
    const request = { id: 'test:slow', ...ON_DISCORD, action: { kind: 'button', action: share } } as const;
    await createCommandHandler(world.deps)(request, AbortSignal.abort());

    expect(papersOf(await world.press(share))).toHaveLength(5);
  });
});

describe('trending', () => {
  it('is the week’s ranking, each with why', async () => {
    const reply = await world.command('trending');

    expect(reply.title).toBe('Trending this week');
    expect(papersOf(reply).slice(0, 3)).toEqual(['2611.00001', '2611.00002', '2611.00003']);
    expect(wordsOfReply(reply)).toContain('▲ 84 upvotes in 20 h');
    expect(wordsOfReply(reply)).toContain('15 papers listed in the last 7 days, best first.');
    expect(labels(reply)).not.toContain('Get this every day');
  });

  it('of a month reaches further back', async () => {
    const reply = await world.command('trending', { window: 'month', topic: 'widgets' });

    expect(papersOf(reply)).toEqual(['2611.00900']);
    expect(wordsOfReply(reply)).toContain('1 paper listed in the last 30 days');
  });

  it('of today is the latest list, whatever its day', async () => {
    const newer = world.papers.get('2611.00003')!;
    world.papers.set('2611.00003', {
      ...newer,
      sightings: newer.sightings.map((seen) => ({ ...seen, listedOn: '2026-11-24' })),
    });
    const today = await world.command('trending', { window: 'today' });
    expect(papersOf(today)).toEqual(['2611.00003']);
    expect(wordsOfReply(today)).toContain('1 paper on today’s list (24 Nov 2026)');

    world.papers.delete('2611.00003');
    world.outside.now = new Date('2026-11-24T12:05:00Z');
    expect(wordsOfReply(await world.command('trending', { window: 'today' }))).toContain(
      '14 papers on the latest list, of Monday, 23 November 2026',
    );
  });

  it.each([
    ['robotics', ['2611.00002']],
    ['cs.RO', ['2611.00002']],
    ['laundry | recognition', ['2611.00001', '2611.00002']],
  ])('on %s is what matches', async (topic, ids) => {
    const reply = await world.command('trending', { topic });

    expect(papersOf(reply)).toEqual(ids);
    await world.press(buttonCalled(reply, 'Get this every day'));
    expect((await world.channel())?.topics).toHaveLength(1);
  });

  it('on a topic of the channel goes by its name', async () => {
    await world.settle({ topics: [{ name: 'Housework', query: 'laundry' }] });

    expect(papersOf(await world.command('trending', { topic: 'housework' }))).toEqual(['2611.00002']);
  });

  it('has near-duplicates apart', async () => {
    const ids = Array.from({ length: 3 }, (_, index) => `2611.0050${index}`);
    for (const id of ids) {
      const item = world.papers.get('2611.00001')!;
      world.papers.set(id, { ...item, paper: { ...item.paper, id } });
    }

    const firstPage = papersOf(await world.command('trending'));

    expect(firstPage.filter((id) => id === '2611.00001' || ids.includes(id))).toHaveLength(1);
  });

  it.each([
    [{ window: 'decade' }, 'is no window. Use today, week or month.'],
    [{ topic: '"speech' }, 'A quotation mark is never closed.'],
    [{ topic: 'widgets' }, 'Nothing on “widgets” was listed this week. Look further back with window:month.'],
    [{ topic: 'widgets', window: 'today' }, 'on the latest list. Look further back with window:week.'],
    [{ topic: 'laundry zebra', window: 'month' }, 'This week has papers on: laundry (1).'],
  ])('with %o helps on', async (options, said) => {
    const reply = await world.command('trending', options);

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain(said);
  });

  it('of an empty catalogue says that it is still being read', async () => {
    const reply = await createCommandWorld().command('trending');

    expect(wordsOfReply(reply)).toContain('No paper was listed this week yet.');
  });
});

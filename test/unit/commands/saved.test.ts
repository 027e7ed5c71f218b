import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers, foreignPaper } from '../../support/command-papers.js';
import {
  buttonCalled,
  buttonsOf,
  createCommandWorld,
  IN_DISCORD_DM,
  IN_SLACK_DM,
  ON_DISCORD,
  ON_SLACK,
  papersOf,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
  world.beyond.set('2305.12345', foreignPaper());
});

const OTHER = { ...ON_DISCORD, person: { id: '99', manages: false as const } };

describe('saved papers', () => {
  const save = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++)
      await world.press({ do: 'save', paperId: `2611.001${String(index).padStart(2, '0')}` });
  };

  it('are none at first, and say how to save one', async () => {
    expect(wordsOfReply(await world.command('saved'))).toContain('Press Save on a card');
    expect(await world.press({ do: 'saved-bibtex' })).toMatchObject({ failed: true });
  });

  it('are listed newest first, five a page, each with a button to remove it', async () => {
    await save(7);

    const first = await world.press({ do: 'saved' });
    const second = await world.press(buttonCalled(first, 'Next ▶'));

    expect(papersOf(first)[0]).toBe('2611.00106');
    expect(buttonsOf(first).map(({ label }) => label)).toEqual([
      'Remove 1',
      'Remove 2',
      'Remove 3',
      'Remove 4',
      'Remove 5',
      'Next ▶',
      'BibTeX of all',
    ]);
    expect(papersOf(second)).toEqual(['2611.00101', '2611.00100']);
    expect(buttonsOf(second).map(({ label }) => label)).toEqual([
      'Remove 6',
      'Remove 7',
      '◀ Previous',
      'BibTeX of all',
    ]);
    expect(wordsOfReply(second)).toContain('Page 2 of 2 · 7 papers');
    expect(wordsOfReply(second)).toContain('saved 24 Nov 2026');
  });

  it('of another person are not shown by one’s own button', async () => {
    await save(7);
    const next = buttonCalled(await world.press({ do: 'saved' }), 'Next ▶');

    expect(papersOf(await world.press(next, OTHER))).toEqual([]);
  });

  it('are removed once, and can be saved again', async () => {
    await save(2);
    const remove = buttonCalled(await world.command('saved'), 'Remove 2');

    const removed = await world.press(remove);
    const twice = await world.press(remove);

    expect(wordsOfReply(removed)).toContain('Removed from your saved papers: “Speech Study Alpha”.');
    expect(wordsOfReply(twice)).toContain('is not among your saved papers');
    await world.press(buttonCalled(removed, 'Save it again'));
    expect(papersOf(await world.command('saved'))).toHaveLength(2);
  });

  it('have BibTeX of all', async () => {
    await save(3);

    const reply = await world.press({ do: 'saved-bibtex' });
    const [block] = reply.blocks;

    expect(block).toMatchObject({ kind: 'code', fileName: 'saved-papers.bib' });
    expect(block?.kind === 'code' && block.text.match(/@misc/g)).toHaveLength(3);
  });

  it('are the same everywhere on Discord, and apart in each Slack workspace', async () => {
    await save(1);
    await world.press({ do: 'save', paperId: '2611.00001' }, ON_SLACK);

    expect(papersOf(await world.command('saved', {}, IN_DISCORD_DM))).toEqual(['2611.00100']);
    expect(papersOf(await world.command('saved', {}, IN_SLACK_DM))).toEqual(['2611.00001']);
  });
});

describe('forget me', () => {
  it('asks first, and deletes nothing yet', async () => {
    await world.press({ do: 'save', paperId: '2611.00001' });

    const reply = await world.command('forget');

    expect(wordsOfReply(reply)).toContain('your saved papers (1)');
    expect(buttonsOf(reply)).toMatchObject([{ action: { do: 'forget' }, style: 'danger' }]);
    expect(papersOf(await world.command('saved'))).toHaveLength(1);
  });

  it('confirmed deletes everything of the person, and nothing of others', async () => {
    await world.command('subscribe', { topic: 'speech' });
    await world.command('subscribe', { topic: 'speech' }, IN_DISCORD_DM);
    for (const from of [ON_DISCORD, OTHER]) await world.press({ do: 'save', paperId: '2611.00001' }, from);
    await world.press({ do: 'less', paperId: '2611.00001' });

    const reply = await world.press({ do: 'forget' });

    expect(wordsOfReply(reply)).toBe(
      'Deleted: 1 saved paper, 1 opinion, 1 digest by direct message and 1 note that you set up a channel. Nothing about you is kept any more.',
    );
    expect((await world.channel())?.setUpBy).toBeNull();
    expect(await world.channel(IN_DISCORD_DM)).toBeNull();
    expect(papersOf(await world.command('saved', {}, OTHER))).toHaveLength(1);
    expect(wordsOfReply(await world.press({ do: 'forget' }))).toBe('Nothing is kept about you.');
  });

  it('in Slack removes the digest of that direct message only', async () => {
    const elsewhere = { ...IN_SLACK_DM, address: { ...IN_SLACK_DM.address, workspace: 'T2' } };
    for (const from of [IN_SLACK_DM, elsewhere, ON_SLACK]) await world.settle({}, from);

    await world.press({ do: 'forget' }, IN_SLACK_DM);

    expect(await world.channel(IN_SLACK_DM)).toBeNull();
    expect(await world.channel(elsewhere)).not.toBeNull();
    expect(await world.channel(ON_SLACK)).not.toBeNull();
  });
});

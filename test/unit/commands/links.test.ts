import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  buttonsOf,
  createCommandWorld,
  IN_SLACK_DM,
  ON_SLACK,
  papersOf,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

describe('the papers like those of a message', () => {
  const ask = (text: string) => world.ask({ kind: 'find-similar', text });

  it('are found for one', async () => {
    const reply = await ask('Have you seen <https://arxiv.org/pdf/2611.00001v2|this>?');

    expect(reply.title).toBe('Similar to “Multilingual Speech Recognition for Everyone”');
    expect(papersOf(reply)).not.toContain('2611.00001');
    expect(papersOf(reply)).toHaveLength(5);
  });

  it('are merged for several, the best of each first, those asked for left out', async () => {
    const reply = await ask('2611.00001 and https://huggingface.co/papers/2611.00003');

    expect(reply.title).toBe('Similar to 2 papers');
    expect(papersOf(reply).slice(0, 2)).toEqual(['2611.00100', '2611.00004']);
    expect(papersOf(reply)).not.toContain('2611.00003');
  });

  it('name those that nobody knows', async () => {
    expect(wordsOfReply(await ask('2611.00001 2611.99999'))).toContain('Not known: 2611.99999.');
    expect(wordsOfReply(await ask('2611.99999'))).toBe('Neither I nor the sources know 2611.99999.');
  });

  it('are of five papers at most', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `2611.0010${index}`).join(' ');

    expect(wordsOfReply(await ask(ids))).toContain('Only the first 5 papers');
  });

  it.each(['hello', ''])('are none for a message without a paper: %j', async (text) => {
    const reply = await ask(text);

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('That message names no paper.');
  });

  it('are none where nothing is like them', async () => {
    expect(wordsOfReply(await ask('2611.00900'))).toBe('No paper here is much like 2611.00900.');
  });
});

describe('links shown as cards', () => {
  const unfurl = (...links: readonly string[]) => world.ask({ kind: 'unfurl', links }, ON_SLACK);
  const ONE = 'https://arxiv.org/abs/2611.00001?utm=1';
  const TWO = 'https://huggingface.co/papers/2611.00002';

  it('are one card per link, which tells its link', async () => {
    const reply = await unfurl(ONE, TWO, ONE);

    expect(reply.blocks).toMatchObject([
      { kind: 'card', link: ONE, card: { paperId: '2611.00001' } },
      { kind: 'card', link: TWO, card: { paperId: '2611.00002' } },
    ]);
  });

  it('are nothing for unknown papers and other pages', async () => {
    const reply = await unfurl(
      'https://arxiv.org/abs/2611.99999',
      'https://arxiv.org/list/cs.CL',
      'nonsense',
    );

    expect(reply.blocks).toEqual([]);
  });

  it('are five at most', async () => {
    const links = Array.from({ length: 9 }, (_, index) => `https://arxiv.org/abs/2611.0010${index}`);

    expect((await unfurl(...links)).blocks).toHaveLength(5);
  });

  it('are none where the workspace does not want them', async () => {
    await world.deps.workspaces.put('slack', 'T1', { unfurl: false });

    expect((await unfurl(ONE)).blocks).toEqual([]);
  });

  it('say nothing when it fails: nobody asked', async () => {
    Object.assign(world.deps.papers, { get: () => Promise.reject(new Error('gone')) });

    expect((await unfurl(ONE)).blocks).toEqual([]);
  });
});

describe('the bot’s own page', () => {
  const home = () => world.ask({ kind: 'home' }, IN_SLACK_DM);

  it('helps a newcomer to start', async () => {
    const reply = await home();

    expect(wordsOfReply(reply)).toContain('You get no digest by direct message yet.');
    expect(wordsOfReply(reply)).toContain('No saved papers yet');
    expect(wordsOfReply(reply)).toContain('/papers search multilingual speech');
    await world.press(buttonCalled(reply, 'everything'), IN_SLACK_DM);
    expect(await world.channel(IN_SLACK_DM)).toMatchObject({ topics: [{ name: 'everything' }] });
  });

  it('shows the digest by direct message, and the latest saved papers', async () => {
    await world.settle({}, IN_SLACK_DM);
    await world.press({ do: 'save', paperId: '2611.00001' }, ON_SLACK);

    const reply = await home();

    expect(wordsOfReply(reply)).toContain('Next digest: Wednesday, 25 November 2026');
    expect(wordsOfReply(reply)).toContain('Topics: speech');
    expect(papersOf(reply)).toEqual(['2611.00001']);
    expect(buttonsOf(reply).map(({ label }) => label)).toContain('BibTeX of all');
  });
});

describe('typed text', () => {
  it('answered in another way than typed says so first', async () => {
    const reply = await world.ask({ kind: 'text', text: 'serach speech' });

    expect(reply.blocks[0]).toMatchObject({
      kind: 'note',
      text: expect.stringContaining('“serach” as search') as string,
    });
    expect(papersOf(reply)).toHaveLength(5);
  });

  it('that is empty is help', async () => {
    expect((await world.ask({ kind: 'text', text: '' })).title).toBe('What you can ask');
  });

  it('that shows a paper that is not there is still private', async () => {
    expect(await world.ask({ kind: 'text', text: 'show 2611.99999' })).toMatchObject({ failed: true });
  });

  it.each(['nonsense', 'constructor', '__proto__'])(
    'a command called %s is answered with help',
    async (name) => {
      const reply = await world.ask({ kind: 'command', name: name as 'help', options: {} });

      expect(wordsOfReply(reply)).toContain('There is no command');
    },
  );
});

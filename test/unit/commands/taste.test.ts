import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  createCommandWorld,
  ON_DISCORD,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

const ELSEWHERE = { address: { ...ON_DISCORD.address, place: '44' } };

describe('taste reset', () => {
  let world: CommandWorld;
  let paperId: string;
  beforeEach(() => {
    world = createCommandWorld(commandPapers());
    paperId = [...world.papers.keys()][0]!;
  });

  it('says that nothing was learned yet', async () => {
    expect(wordsOfReply(await world.command('taste'))).toContain('Nothing was learned in this channel');
    expect(wordsOfReply(await world.press({ do: 'taste-reset' }))).toContain('Nothing was learned');
  });

  it('tells what was learned from, and forgets it when that is confirmed', async () => {
    await world.press({ do: 'save', paperId });
    await world.press({ do: 'less', paperId });
    const asking = await world.command('taste');
    expect(wordsOfReply(asking)).toContain('1 saved and 1 with “Not for us”');
    expect(await world.deps.people.presses('discord:11:22', 10), 'asking forgets nothing').toHaveLength(2);
    expect(wordsOfReply(await world.press(buttonCalled(asking, 'Reset')))).toContain('starts anew');
    expect(await world.deps.people.presses('discord:11:22', 10)).toEqual([]);
    expect(wordsOfReply(await world.command('saved')), 'what was saved stays').toContain('1 paper');
  });

  it('is of the channel it is asked in alone', async () => {
    await world.press({ do: 'more', paperId });
    await world.press({ do: 'taste-reset' }, ELSEWHERE);
    expect(await world.deps.people.presses('discord:11:22', 10)).toMatchObject([
      { paperId, verdict: 'more' },
    ]);
  });

  it('is for those who may manage the channel, by command and by button', async () => {
    await world.press({ do: 'more', paperId });
    const stranger = { person: { id: '88', manages: false } };
    for (const reply of [
      await world.command('taste', {}, stranger),
      await world.press({ do: 'taste-reset' }, stranger),
    ])
      expect(wordsOfReply(reply)).toContain('may change this channel’s digest');
    expect(await world.deps.people.presses('discord:11:22', 10)).toHaveLength(1);
  });
});

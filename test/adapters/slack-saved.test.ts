import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHashPerson } from '../../src/commands/person-hash.js';
import { createCommandHandler } from '../../src/commands/handle.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { keysOf } from '../contracts/publisher-contract.js';
import type { FakeSlackMessage } from '../fakes/slack/state.js';
import { commandPapers } from '../support/command-papers.js';
import { createCommandWorld } from '../support/command-world.js';
import { testDatabases } from '../support/databases.js';
import { sampleCard, sampleContent } from '../support/digest-content.js';
import { freshStores } from '../support/fresh-stores.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { blocksText } from '../support/slack-html.js';
import { silentLogger } from '../support/silent-logger.js';
import { facts, sighting, simpleMerge } from '../support/stored-things.js';

const PAPER = '2611.00001';
const OTHER_TEAM = 'T0OTHER001';

describe('saving a paper of a digest in Slack', () => {
  const { open } = testDatabases.at(-1)!;
  const here = freshStores(open, ['saved_papers', 'feedback', 'channels']);
  let desk: SlackDesk;
  let card: FakeSlackMessage;
  beforeEach(async () => {
    await here.stores.papers.save([{ facts: facts(PAPER), sighting: sighting(PAPER) }], simpleMerge);
    desk = await slackDesk('Socket Mode');
    const handle = createCommandHandler({
      ...createCommandWorld(commandPapers()).deps,
      people: here.stores.people,
      hashPerson: createHashPerson('pepper of the test'),
    });
    desk.front.answers = (request) => handle(request, new AbortController().signal);
    card = await postedCard();
  });
  afterEach(() => desk.close());

  /** Head and one card, as the publisher posts them. */
  const postedCard = async (): Promise<FakeSlackMessage> => {
    const { botToken, url: apiUrl, teamId, channelId } = desk.fake;
    const publisher = createSlackPublisher({ botToken, apiUrl, logger: silentLogger });
    const content = sampleContent({ cards: [sampleCard(1, { paperId: PAPER })] });
    const keyOf = keysOf('saved');
    const address = { platform: 'slack', workspace: teamId, place: channelId } as const;
    let head: string | null = null;
    for (const [position, { kind, payload }] of publisher.render(content, 'thread', keyOf).entries()) {
      const request = { address, kind, payload, key: keyOf(position), parents: { head, thread: null } };
      const outcome = await publisher.send(request, AbortSignal.timeout(10_000));
      head ??= outcome.kind === 'sent' ? outcome.remoteId : null;
    }
    return desk.fake.replies(channelId, head!)[0]!;
  };
  const save = async (team?: string) =>
    blocksText((await desk.fake.press({ message: card }, 'Save', desk.fake.userId, team).reply()).blocks);
  const saved = async (team?: string) =>
    blocksText(
      (await desk.fake.command({ text: 'saved', ...(team === undefined ? {} : { team }) }).reply()).blocks,
    );

  it('is done for the person of that workspace, not for who has the same id in another one', async () => {
    expect(await save()).toMatch(/^Saved: /m);
    expect(await saved(OTHER_TEAM)).toContain('You have saved no papers yet');
    expect(await save(OTHER_TEAM), 'it is the first time there').toMatch(/^Saved: /m);
    expect(await save()).toContain('You have saved this already');
    for (const team of [undefined, OTHER_TEAM]) expect(await saved(team)).toContain('1 paper, newest first');
    expect(desk.front.requests.map(({ address }) => address.workspace)).toContain(OTHER_TEAM);
  });

  it('is forgotten with its workspace, and stays in the other', async () => {
    await save();
    await save(OTHER_TEAM);
    expect(await here.stores.workspaces.forget('slack', desk.fake.teamId)).toMatchObject({ saved: 1 });
    expect(await saved()).toContain('You have saved no papers yet');
    expect(await saved(OTHER_TEAM)).toContain('1 paper, newest first');
  });
});

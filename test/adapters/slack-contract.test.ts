import { expect } from 'vitest';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { publisherContract, type VisiblePart } from '../contracts/publisher-contract.js';
import { startFakeSlack } from '../fakes/slack/fake-slack.js';
import { blocksText } from '../support/slack-html.js';
import { everyMs } from '../support/slack-publisher.js';
import { recordingLogger } from '../support/slack-fixtures.js';

publisherContract('Slack', async () => {
  const fake = await startFakeSlack();
  const { url: apiUrl, botToken } = fake;
  const publisher = createSlackPublisher({ botToken, apiUrl, logger: recordingLogger(), pace: everyMs(0) });
  return {
    publisher,
    address: { platform: 'slack', workspace: fake.teamId, place: fake.channelId },
    layouts: ['thread', 'compact'],
    visible() {
      const heads = fake.messages(fake.channelId);
      const seen: VisiblePart[] = heads.map(({ blocks }) => ({ kind: 'head', text: blocksText(blocks) }));
      for (const { ts } of heads)
        for (const { blocks } of fake.replies(fake.channelId, ts))
          seen.push({ kind: 'card', text: blocksText(blocks) });
      return Promise.resolve(seen);
    },
    pings: () => Promise.resolve(fake.pings().length),
    async close() {
      await fake.close();
      expect(fake.violations).toEqual([]);
    },
  };
});

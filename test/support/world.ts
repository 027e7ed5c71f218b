import { startFakeArxiv, type FakeArxiv } from '../fakes/sources/arxiv.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { startFakeHuggingFace, type FakeHuggingFace } from '../fakes/sources/huggingface.js';
import { daysBefore, seedPapers } from '../fakes/sources/seed.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { scratchFolder, type Env } from './bot-process.js';

/** Every far end the bot meets, on the loopback, and the environment that points at them. */
export interface World {
  readonly huggingFace: FakeHuggingFace;
  readonly arxiv: FakeArxiv;
  readonly discord: FakeDiscord;
  readonly slack: FakeSlack;
  readonly env: Env;
  readonly discordKey: string;
  readonly slackKey: string;
  close(): Promise<void>;
}

/**
 * A week with twelve papers on each of three list days; both platforms ready for the bot.
 * @param arxivRules how closely arXiv watches its pace; default not at all, because keeping it takes long
 */
export async function startWorld(
  arxivRules: Parameters<typeof startFakeArxiv>[0] = { paceMs: 0 },
): Promise<World> {
  const [huggingFace, arxiv, discord, slack, folder] = await Promise.all([
    startFakeHuggingFace(),
    startFakeArxiv(arxivRules),
    startFakeDiscord({ rateLimits: true }),
    startFakeSlack(),
    scratchFolder(),
  ]);
  const today = new Date().toISOString().slice(0, 10);
  for (const age of [0, 1, 2]) {
    const day = daysBefore(today, age);
    huggingFace.list(day, seedPapers(12, day, 1 + age * 12));
  }
  arxiv.announce(today, seedPapers(5, today, 100));
  return {
    huggingFace,
    arxiv,
    discord,
    slack,
    discordKey: `discord:${discord.guildId}:${discord.textChannelId}`,
    slackKey: `slack:${slack.teamId}:${slack.channelId}`,
    env: {
      DATA_DIR: folder.path,
      HUGGINGFACE_URL: huggingFace.url,
      ARXIV_RSS_URL: arxiv.url,
      ARXIV_API_URL: arxiv.url,
      ARXIV_CATEGORIES: 'cs.CL',
      DISCORD_TOKEN: discord.token,
      DISCORD_APP_ID: discord.appId,
      DISCORD_API_URL: discord.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.url,
    },
    close: async () => {
      await Promise.all([huggingFace.stop(), arxiv.stop(), discord.close(), slack.close()]);
      await folder.remove();
    },
  };
}

import { renderReply } from '../../adapters/discord/reply-render.js';
import { replyMessages } from '../../adapters/slack/reply-render.js';
import type { CommandName, OptionValues } from '../../src/commands/definition.js';
import type { CommandReply } from '../../src/commands/reply.js';
import { samplePapers } from '../../src/digests/sample.js';
import { createCommandWorld, ON_DISCORD, ON_SLACK } from '../support/command-world.js';
import { MESSAGE_STYLE, messageHtml } from './discord-message.js';
import { SLACK_STYLE, slackMessageHtml } from './slack-window.js';

/** The morning after the sample's week, a Monday. */
const MORNING = new Date('2025-10-13T07:20:00Z');

/**
 * A page with the same commands in both apps, side by side: the very answers to them, over the bundled sample's papers,
 * in the very messages that would be sent.
 */
export async function commandsPage(): Promise<string> {
  const [discord, slack] = [await scenes('discord'), await scenes('slack')];
  return `<!doctype html><meta charset="utf-8"><title>Commands</title><style>${PAGE}</style>${discordColumn(discord)}${slackColumn(slack)}`;
}

// --- Internal helpers ---

const PAGE = `*{box-sizing:border-box}html{height:100%;-webkit-font-smoothing:antialiased}
body{margin:0;height:100%;padding:20px;display:flex;gap:20px;background:#d9dce1}section{flex:1;min-width:0;overflow:hidden;border-radius:12px}
.dc{padding:18px 16px 0;background:#313338;color:#dbdee1;font:16px/22px "gg sans","Noto Sans","Liberation Sans",sans-serif;${MESSAGE_STYLE}}
${SLACK_STYLE}.sl{padding:14px 20px 0}.only{font-size:12px;color:#616061;margin:0 0 2px 44px}`;

interface Scene {
  readonly used: string;
  readonly reply: CommandReply;
  readonly isPrivate: boolean;
}

async function scenes(platform: 'discord' | 'slack'): Promise<readonly Scene[]> {
  const world = createCommandWorld(samplePapers());
  world.outside.now = MORNING;
  const from = platform === 'discord' ? ON_DISCORD : ON_SLACK;
  await world.settle({ topics: [{ name: 'multilingual', query: 'multilingual' }], count: 5 }, from);
  const ask = async (name: CommandName, options: OptionValues): Promise<Scene> => ({
    used: ['/papers', name, ...Object.values(options)].join(' '),
    reply: await world.command(name, options, from),
    isPrivate: name !== 'show',
  });
  return [
    await ask('search', { query: 'agents' }),
    await ask('subscribe', { topic: 'agents' }),
    await ask('show', { paper: samplePapers()[0]?.paper.id ?? '' }),
  ];
}

function discordColumn(all: readonly Scene[]): string {
  const parts = all.flatMap(({ used, reply, isPrivate }) =>
    renderReply(reply).map((message, index) =>
      messageHtml(message as unknown as Readonly<Record<string, unknown>>, {
        named: index === 0,
        ephemeral: isPrivate,
        ...(index === 0 ? { used } : {}),
      }),
    ),
  );
  return `<section class="dc">${parts.join('')}</section>`;
}

function slackColumn(all: readonly Scene[]): string {
  const parts = all.flatMap(({ used, reply, isPrivate }) =>
    replyMessages(reply).map(({ blocks }, index) => {
      const who = isPrivate ? 'Only visible to you' : 'Visible to everyone here';
      return `${index === 0 ? `<p class="only">${used} · ${who}</p>` : ''}${slackMessageHtml(blocks, index === 0)}`;
    }),
  );
  return `<section class="sl">${parts.join('')}</section>`;
}

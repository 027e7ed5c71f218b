import { renderReply } from '../../adapters/discord/reply-render.js';
import type { CommandReply, PaperLine, ReplyBlock } from '../../src/commands/reply.js';
import { sampleDigest } from '../../src/digests/sample.js';
import { MESSAGE_STYLE, messageHtml } from './discord-message.js';

type Json = Record<string, unknown>;

interface Scene {
  readonly used: string;
  readonly reply: CommandReply;
  readonly ephemeral: boolean;
}

const MORNING = new Date('2025-10-13T09:00:00Z');

/** A page with answers of some commands in Discord, made of the very messages that would be sent. Pure. */
export function commandsPage(): string {
  const [left, right] = [scenes().slice(0, 2), scenes().slice(2)];
  return `<!doctype html><meta charset="utf-8"><title>Commands</title><style>${PAGE}</style>${column(left)}${column(right)}`;
}

// --- Internal helpers ---

const PAGE = `*{box-sizing:border-box}html{height:100%;-webkit-font-smoothing:antialiased}
body{margin:0;height:100%;padding:20px;display:flex;gap:20px;background:#d9dce1}
.dc{flex:1;min-width:0;overflow:hidden;border-radius:12px;padding:18px 16px 0;background:#313338;color:#dbdee1;font:16px/22px "gg sans","Noto Sans","Liberation Sans",sans-serif;${MESSAGE_STYLE}}`;

function column(all: readonly Scene[]): string {
  const parts = all.flatMap(({ used, reply, ephemeral }) =>
    renderReply(reply).map((message, index) =>
      messageHtml(message as unknown as Json, {
        named: index === 0,
        ephemeral,
        ...(index === 0 ? { used } : {}),
      }),
    ),
  );
  return `<section class="dc">${parts.join('')}</section>`;
}

function scenes(): readonly Scene[] {
  const { cards } = sampleDigest({ count: 5, now: MORNING });
  const papers = cards.map(({ paperId, position, title, url, authors, why }): PaperLine => ({
    paperId,
    position,
    title,
    url,
    note: `${authors} · ${why}`,
  }));
  const [card] = cards;
  return [
    { used: '/papers search', ephemeral: true, reply: list(papers) },
    { used: '/papers topics', ephemeral: true, reply: topics() },
    {
      used: '/papers show',
      ephemeral: false,
      reply: { title: null, blocks: card === undefined ? [] : [{ kind: 'card', card }] },
    },
    { used: '/papers doctor', ephemeral: true, reply: doctor() },
    { used: '/papers subscribe', ephemeral: true, reply: subscribed() },
    { used: 'BibTeX', ephemeral: true, reply: bibtex() },
  ];
}

function list(papers: readonly PaperLine[]): CommandReply {
  const buttons: ReplyBlock = {
    kind: 'buttons',
    buttons: [
      { label: 'Next ▶', action: { do: 'page', view: 'a', page: 2 } },
      { label: 'Share to channel', action: { do: 'share', view: 'a', page: 1 } },
    ],
  };
  const blocks: ReplyBlock[] = [
    { kind: 'papers', papers },
    { kind: 'note', text: 'Page 1 of 4 · 18 papers' },
    buttons,
  ];
  return { title: 'Papers on “reasoning agents”', blocks };
}

function topics(): CommandReply {
  return {
    title: 'What #papers gets',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { name: 'Next digest', value: 'Tuesday, 14 October, 09:00' },
          { name: 'Zone', value: 'Europe/Berlin' },
          { name: 'Days', value: 'Monday to Friday' },
        ],
      },
      { kind: 'text', text: 'Topics: multilingual, cat:cs.CL "speech recognition" -survey' },
      {
        kind: 'buttons',
        buttons: [
          { label: 'Change', action: { do: 'schedule' }, style: 'primary' },
          { label: 'Post now', action: { do: 'now' } },
        ],
      },
    ],
  };
}

function doctor(): CommandReply {
  const problems = [
    {
      message: 'The bot lacks the permission “Create Public Threads” in this channel.',
      hint: 'Grant it: channel settings → Permissions → the bot’s role → Create Public Threads.',
    },
  ];
  return { title: 'Nearly there', blocks: [{ kind: 'problems', problems }] };
}

function subscribed(): CommandReply {
  return {
    title: null,
    blocks: [
      { kind: 'text', text: 'This channel now gets “multilingual”.' },
      { kind: 'note', text: 'First digest: Tuesday, 14 October, 09:00 (Europe/Berlin).' },
    ],
  };
}

function bibtex(): CommandReply {
  const text = '@misc{2510.08540,\n  title = {A Title},\n  year = {2025},\n  eprint = {2510.08540}\n}';
  return { title: null, blocks: [{ kind: 'code', text, fileName: 'paper.bib' }] };
}

import { describe, expect, it } from 'vitest';
import { modalOf } from '../../adapters/discord/modal.js';
import { renderDigest as onDiscord } from '../../adapters/discord/render.js';
import { renderReply } from '../../adapters/discord/reply-render.js';
import { cardBlocks } from '../../adapters/slack/card.js';
import { formView } from '../../adapters/slack/form-view.js';
import { BUDGET } from '../../adapters/slack/limits.js';
import { renderDigest as onSlack } from '../../adapters/slack/render.js';
import { replyMessages } from '../../adapters/slack/reply-render.js';
import { answerView, homeView } from '../../adapters/slack/views.js';
import { renderDigest as onTerminal } from '../../adapters/terminal/render.js';
import type { FormView } from '../../src/commands/reply.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { sampleCard, sampleContent } from '../support/digest-content.js';
import { hostileReply } from '../support/slack-replies.js';

/** Ways to a page that nobody meant, and to everybody's attention. */
const HOSTILE = [
  'see https://evil.example/a and http://evil.example and evil.example',
  'A](https://evil.example) [B](<https://evil.example>) [C](javascript:alert(1))',
  '<https://evil.example|Sign in> <https://evil.example> <mailto:a@evil.example|m>',
  'ht\u200Btps://evil.example htt\u00ADps://evil.example h\u2060ttps://evil.example',
  '\u202Eelpmaxe.live//:sptth\u202C https\u202D://evil.example',
  '\\](https://evil.example) \\\\](https://evil.example) ](https://evil.example "t")',
  '<!channel|x> <!here> <@U0READER01> <#C0PAPERS01> <!subteam^S1> @everyone @here <@1> <@&1>',
  `${'x'.repeat(9_000)} https://evil.example ](https://evil.example)`,
  '[a](https://evil.example)'.repeat(400),
  '[a]: https://evil.example\n[a]\n> q\n```\nhttps://evil.example',
];

const content = (text: string): DigestContent =>
  sampleContent({
    cards: [
      sampleCard(1, {
        title: text,
        authors: text,
        why: text,
        gist: { text, origin: 'abstract' },
        topics: [text],
        links: [
          { label: text, url: 'https://arxiv.org/abs/2611.10001' },
          { label: 'Code', url: text },
        ],
        thumbnailUrl: `javascript:${text}`,
      }),
    ],
    notices: [text],
    topics: [text],
    day: text,
  });

const form = (text: string): FormView => ({
  form: 'schedule',
  title: text,
  submit: text,
  fields: [{ name: 'time', label: text, hint: text, kind: 'text', value: text }],
});

const keyOf = keysOf('hostile');
const layouts = ['thread', 'compact', 'forum'] as const;
/** Every way from a text to a screen. */
const ways: Readonly<Record<string, (text: string) => unknown>> = {
  'a digest on Discord': (text) => layouts.map((layout) => onDiscord(content(text), layout, keyOf)),
  'an answer on Discord': (text) => renderReply(hostileReply(text)),
  'a digest in an answer on Discord': (text) =>
    renderReply({ title: text, blocks: [{ kind: 'digest', content: content(text), layout: 'thread' }] }),
  'a form on Discord': (text) => modalOf(form(text)),
  'a digest on Slack': (text) => layouts.map((layout) => onSlack(content(text), layout, keyOf)),
  'a card below a link on Slack': (text) => cardBlocks(content(text).cards[0]!, BUDGET.unfurlJson),
  'an answer on Slack': (text) => replyMessages(hostileReply(text)),
  'the App Home on Slack': (text) => homeView(hostileReply(text), 'D0READER01'),
  'a modal on Slack': (text) => answerView(hostileReply(text), { channel: 'C0PAPERS01', home: false }),
  'a form on Slack': (text) => formView(form(text), { channel: 'C0PAPERS01', home: false }),
  'a digest in the terminal': (text) => onTerminal(content(text), 'thread'),
};

/** What a button carries, a field holds, a file says or a picture shows is shown to nobody, or to the letter. */
const UNSEEN = new Set([
  'picture',
  'custom_id',
  'value',
  'private_metadata',
  'initial_value',
  'files',
  'paperIds',
  'metadata',
  'code',
]);

interface Shown {
  readonly key: string;
  readonly text: string;
  /** Of the object it stands in. */
  readonly type: unknown;
  readonly verbatim: unknown;
}

/** Every string of a payload, with where it stands. */
function strings(value: unknown, key = '', parent: object = {}): readonly Shown[] {
  if (typeof value === 'string') {
    const { type, verbatim } = parent as { type?: unknown; verbatim?: unknown };
    return [{ key, text: value.replace(/```[\s\S]*?(?:```|$)/g, ''), type, verbatim }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    UNSEEN.has(name) ? [] : strings(inner, Array.isArray(value) ? key : name, value),
  );
}

describe.each(Object.entries(ways))('%s', (name, render) => {
  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))('brings nothing of %j to life', (_, text) => {
    const all = strings(render(text));
    expect(all.length).toBeGreaterThan(0);
    for (const { key, text: shown, type, verbatim } of all) {
      if (key.endsWith('url') && !name.includes('terminal')) expect(shown).toMatch(/^https:\/\/(?!evil)/);
      if (
        name.includes('Discord') &&
        ['content', 'description', 'title'].includes(key) &&
        !name.includes('form')
      ) {
        // Discord links by itself what is no code and has no backslash in it.
        expect(shown).not.toMatch(/https?:\/\/evil/);
        expect(shown).not.toMatch(/(?<!\\)\]\((?!https:\/\/(?:arxiv|huggingface|github)\.)/);
        expect(shown).not.toMatch(/(?<!\\)<[@#!]|(?<!\\)@(?:everyone|here)/);
      }
      if (name.includes('Slack') && type === 'mrkdwn') {
        // Verbatim: Slack makes no links or mentions of its own.
        expect(verbatim).toBe(true);
        expect(shown).not.toMatch(/<(?!https:\/\/(?:arxiv|huggingface|github)\.)/);
      }
    }
  });
});

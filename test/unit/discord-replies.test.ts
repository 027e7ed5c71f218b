import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplyMessage } from '../../adapters/discord/reply-message.js';
import { markerIn } from '../../adapters/discord/marker.js';
import { renderReply } from '../../adapters/discord/reply-render.js';
import type { ButtonAction } from '../../src/commands/buttons.js';
import { sentence, type CommandReply, type PaperLine, type ReplyBlock } from '../../src/commands/reply.js';
import { buttonRows, readable } from '../fakes/discord/readable.js';
import { checkMessage } from '../fakes/discord/validate.js';
import { HOSTILE_TEXTS, sampleCard, sampleContent, twentyCards } from '../support/digest-content.js';

type Json = Record<string, unknown>;

const reply = (...blocks: ReplyBlock[]): CommandReply => ({ title: null, blocks });
const titled = (title: string, ...blocks: ReplyBlock[]): CommandReply => ({ title, blocks });
const text = (words: string): ReplyBlock => ({ kind: 'text', text: words });
const buttons = (...actions: ButtonAction[]): ReplyBlock => ({
  kind: 'buttons',
  buttons: actions.map((action) => ({ label: action.do, action })),
});
const line = (position: number, overrides: Partial<PaperLine> = {}): PaperLine => ({
  paperId: `2611.${10_000 + position}`,
  position,
  title: `Paper ${position}`,
  url: `https://arxiv.org/abs/2611.${10_000 + position}`,
  note: `Ada Lovelace · ▲ ${position} upvotes`,
  ...overrides,
});
const seen = (message: ReplyMessage) =>
  readable({
    content: message.content,
    embeds: message.embeds as unknown as Json[],
    files: message.files.map((file) => ({ ...file, bytes: Buffer.from(file.text) })),
  });
const rows = (message: ReplyMessage) =>
  buttonRows({ components: message.components as unknown as Json[] }).map((row) =>
    row.map(({ label }) => label),
  );

describe('replies on Discord', () => {
  it('fit into Discord’s limits whatever they say', () => {
    const words = fc.oneof(
      fc.constantFrom(...HOSTILE_TEXTS),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('*', '[', '🧪', 'line\n', '漢').map((piece) => piece.repeat(600)),
    );
    const action = fc.oneof(
      fc.constantFrom<ButtonAction>({ do: 'about' }, { do: 'page', view: 'v', page: 2 }),
      words.map((query): ButtonAction => ({ do: 'subscribe', query })),
    );
    const style = fc.constantFrom('primary', 'danger');
    const button = fc.record({ label: words, action, style }, { requiredKeys: ['label', 'action'] });
    const named = fc.record({ name: words, value: words });
    const problem = fc.record({ message: words, hint: words });
    const paper = fc.record({ title: words, note: words, url: fc.oneof(fc.webUrl(), words) });
    const block: fc.Arbitrary<ReplyBlock> = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: words }),
      fc.record({ kind: fc.constant('note' as const), text: words }),
      fc.record({ kind: fc.constant('fields' as const), fields: fc.array(named, { maxLength: 40 }) }),
      fc.array(paper, { maxLength: 60 }).map((papers) => ({
        kind: 'papers' as const,
        papers: papers.map((fields, index) => line(index + 1, fields)),
      })),
      fc
        .record({ title: words, why: words })
        .map((fields) => ({ kind: 'card' as const, card: sampleCard(1, fields) })),
      fc.constantFrom('thread', 'compact', 'forum').map((layout) => ({
        kind: 'digest' as const,
        content: twentyCards(),
        layout,
      })),
      fc.record({ kind: fc.constant('code' as const), text: words, fileName: words }),
      fc.record({ kind: fc.constant('problems' as const), problems: fc.array(problem, { maxLength: 30 }) }),
      fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 7 }) }),
    );
    const replies = fc.record({ title: fc.option(words), blocks: fc.array(block, { maxLength: 8 }) });
    fc.assert(
      fc.property(replies, (any) => {
        const messages = renderReply(any);
        expect(messages.length).toBeGreaterThan(0);
        expect(messages.length).toBeLessThanOrEqual(6);
        for (const message of messages) {
          checkMessage(message as unknown as Json);
          expect(markerIn(message), 'a reply is no part of the ledger').toBeNull();
          for (const { name } of message.files) expect(name).toMatch(/^[\w.-]{1,80}$/);
        }
        const said = messages.flatMap(({ content, embeds }) => [
          content,
          ...embeds.map((embed) => embed.description ?? ''),
        ]);
        for (const words of said)
          expect(words.replace(/```[\s\S]*?```/g, '')).not.toMatch(/(?<!\\)\]\((?!https:)/);
        expect(messages.some((message) => 'nonce' in message)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('are plain lines when they are a few words', () => {
    const [message, ...more] = renderReply(
      reply(text('Saved.\nFind it under /papers saved.'), { kind: 'note', text: 'Twice does no harm.' }),
    );
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      content: 'Saved.\nFind it under /papers saved.\n-# Twice does no harm.',
      embeds: [],
      components: [],
    });
  });

  it('show a list with linked titles, small notes, and buttons below', () => {
    const list = titled(
      'Papers on speech',
      { kind: 'note', text: 'From our catalogue and Hugging Face.' },
      { kind: 'papers', papers: [line(6), line(7, { note: '' })] },
      buttons({ do: 'page', view: 'v', page: 1 }, { do: 'share', view: 'v', page: 2 }),
    );
    const [message, ...more] = renderReply(list);
    expect(more).toEqual([]);
    expect(message!.content).toBe('');
    expect(message!.embeds).toEqual([
      {
        color: 0xf2a33a,
        title: 'Papers on speech',
        description: [
          '-# From our catalogue and Hugging Face.',
          '**6.** [Paper 6](https://arxiv.org/abs/2611.10006)\n-# Ada Lovelace · ▲ 6 upvotes',
          '**7.** [Paper 7](https://arxiv.org/abs/2611.10007)',
        ].join('\n\n'),
      },
    ]);
    expect(message!.components).toMatchObject([
      { type: 1, components: [{ custom_id: '1:page:v:1:-' }, { custom_id: '1:share:v:2:-' }] },
    ]);
  });

  it('set short fields side by side and long ones below each other', () => {
    const fields = (value: string): ReplyBlock => ({
      kind: 'fields',
      fields: [
        { name: 'Next digest', value: 'Monday, 09:00' },
        { name: 'Topics', value },
      ],
    });
    const inline = (value: string) => renderReply(titled('x', fields(value)))[0]!.embeds[0]!.fields;
    expect(inline('speech')).toEqual([
      { name: 'Next digest', value: 'Monday, 09\\:00', inline: true },
      { name: 'Topics', value: 'speech', inline: true },
    ]);
    expect(inline('speech, robotics, everything else that moves\nand more')?.[1]).toEqual({
      name: 'Topics',
      value: 'speech, robotics, everything else that moves\nand more',
      inline: false,
    });
  });

  it('keep the order when text follows fields', () => {
    const [message] = renderReply(
      reply({ kind: 'fields', fields: [{ name: 'a', value: 'b' }] }, text('Then this.')),
    );
    expect(seen(message!)).toBe('a\nb\nThen this.');
    expect(message!.embeds).toHaveLength(2);
  });

  it('name what is wrong and the repair', () => {
    const problems = [{ message: 'The bot may not embed links.', hint: 'Grant “Embed Links”.' }];
    const [message] = renderReply(reply(text('Nearly there:'), { kind: 'problems', problems }));
    expect(message!.content).toBe(
      'Nearly there:\n\n✗ **The bot may not embed links.**\nGrant “Embed Links”.',
    );
  });

  it('show a single paper as its card, without a place, with buttons that carry no marker', () => {
    const [message] = renderReply(reply({ kind: 'card', card: sampleCard(3) }));
    expect(message!.embeds[0]!.title).toBe('Counting objects in crowded scenes');
    expect(rows(message!)).toEqual([
      ['Save', 'More like this', 'Not for us', 'Abstract', 'BibTeX'],
      ['arXiv', 'PDF', 'Hugging Face', 'Code'],
    ]);
    expect(JSON.stringify(message!.components)).toContain('"1:save:2611.10003:-"');
  });

  it('give every card a message of its own, so that buttons belong to one', () => {
    const cards = [1, 2].map((position): ReplyBlock => ({ kind: 'card', card: sampleCard(position) }));
    const messages = renderReply(titled('Two papers', ...cards));
    expect(messages.map(({ embeds }) => embeds.length)).toEqual([2, 1]);
  });

  it('copy short text from a message, and longer text from a file', () => {
    const code = (words: string): ReplyBlock => ({ kind: 'code', text: words, fileName: 'my papers.bib' });
    expect(renderReply(reply(code('@article{a,\n}\n')))[0]!.content).toBe('```\n@article{a,\n}\n```');
    const [long] = renderReply(titled('Saved', code('x'.repeat(2_000))));
    expect(long!.files).toEqual([{ name: 'my-papers.bib', text: `${'x'.repeat(2_000)}\n` }]);
    expect(renderReply(reply(code('a ``` b')))[0]!.files).toHaveLength(1);
  });

  describe('of a digest', () => {
    const digest = (count: number, layout: 'thread' | 'compact' | 'forum' = 'thread'): CommandReply => ({
      title: 'The next digest',
      blocks: [
        text('As it would be posted now.'),
        {
          kind: 'digest',
          layout,
          content: sampleContent({
            cards: Array.from({ length: count }, (_, index) => sampleCard(index + 1)),
          }),
        },
        buttons({ do: 'now' }),
      ],
    });

    it('show the very messages that would be posted, with a word above and a button below', () => {
      const messages = renderReply(digest(5));
      expect(messages).toHaveLength(6);
      expect(messages[0]!.content).toBe(
        '**The next digest**\nAs it would be posted now.\n\n**Monday, 23 November 2026** · 5 papers · multilingual, speech',
      );
      expect(seen(messages[0]!)).toContain('Speech models that listen before they answer');
      expect(messages[1]!.content).toBe('-# Thread: Monday, 23 November 2026 · 5 papers');
      expect(seen(messages[1]!)).toContain('1 · Speech models that listen');
      expect(rows(messages[5]!)).toEqual([
        ['Save', 'More like this', 'Not for us', 'Abstract', 'BibTeX'],
        ['arXiv', 'PDF', 'Hugging Face', 'Code'],
        ['now'],
      ]);
      expect(JSON.stringify(messages)).not.toContain('nonce');
    });

    it('put many cards together, none left out', () => {
      const messages = renderReply(digest(20));
      const all = messages.map(seen).join('\n');
      for (let position = 1; position <= 20; position += 1) expect(all).toContain(`${position} · `);
      expect(messages.length).toBeLessThanOrEqual(6);
    });

    it('are one message in a compact channel, and name the post of a forum', () => {
      expect(renderReply(digest(5, 'compact'))).toHaveLength(1);
      expect(renderReply(digest(5, 'forum'))[1]!.content).toBe(
        '-# Post: Monday, 23 November 2026 · 5 papers',
      );
    });
  });

  it('say that there is more when six messages are not enough', () => {
    const papers = Array.from({ length: 90 }, (_, index) =>
      line(index + 1, { title: 'A long title '.repeat(15), note: 'a long note '.repeat(30) }),
    );
    const messages = renderReply(titled('Everything', { kind: 'papers', papers }));
    expect(messages).toHaveLength(6);
    expect(seen(messages[5]!)).toContain('more that does not fit here');
    expect(seen(renderReply(sentence('x'))[0]!)).not.toContain('more that does not fit');
  });

  it('say something even when there is nothing to say', () => {
    expect(renderReply(reply())).toMatchObject([{ content: 'Done.' }]);
    expect(rows(renderReply(reply(buttons({ do: 'topics' })))[0]!)).toEqual([['topics']]);
  });

  it('show a button once, and none that asks for more than fits into it', () => {
    const twice = reply(
      text('x'),
      buttons({ do: 'topics' }, { do: 'subscribe', query: 'x'.repeat(70) }),
      buttons({ do: 'topics' }),
    );
    expect(rows(renderReply(twice)[0]!)).toEqual([['topics']]);
  });
});

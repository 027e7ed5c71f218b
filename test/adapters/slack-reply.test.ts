import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formValues, formView } from '../../adapters/slack/form-view.js';
import { codePieces, shownPieces } from '../../adapters/slack/lines.js';
import { replyMessages, replyView } from '../../adapters/slack/reply-render.js';
import { answerView, homeView } from '../../adapters/slack/views.js';
import type { CommandReply } from '../../src/commands/reply.js';
import { checkMessage } from '../fakes/slack/check-message.js';
import { checkView } from '../fakes/slack/check-view.js';
import { badManners, pingsIn } from '../fakes/slack/manners.js';
import { labelsIn } from '../fakes/slack/payloads.js';
import type { Block } from '../fakes/slack/state.js';
import { sampleCard, sampleContent, twentyCards } from '../support/digest-content.js';
import { blocksText } from '../support/slack-html.js';
import {
  everyKind,
  HOSTILE_REPLIES,
  hostileReply,
  listReply,
  SCHEDULE_FORM,
} from '../support/slack-replies.js';

const blocksOf = (reply: CommandReply) =>
  replyMessages(reply).map(({ blocks }) => blocks as unknown as readonly Block[]);
const read = (reply: CommandReply) => blocksOf(reply).map(blocksText).join('\n');

function expectSound(reply: CommandReply): void {
  const messages = replyMessages(reply);
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.length).toBeLessThanOrEqual(4);
  for (const { text, blocks: made } of messages) {
    const blocks = made as unknown as readonly Block[];
    expect(checkMessage(text, blocks)).toBeNull();
    expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThanOrEqual(12_000);
    expect(badManners({ text, unfurl_links: 'false', unfurl_media: 'false' }, blocks)).toEqual([]);
    expect(pingsIn({ text }, blocks)).toEqual([]);
  }
  const place = { channel: 'D0READER01', home: true };
  for (const view of [homeView(reply, place.channel), answerView(reply, place)]) {
    expect(checkView(view as unknown as Record<string, unknown>)).toBeNull();
    expect(pingsIn({}, view.blocks as unknown as readonly Block[])).toEqual([]);
  }
}

describe('an answer rendered for Slack', () => {
  it('shows every kind of block', () => {
    expectSound(everyKind());
    const seen = read(everyKind());
    for (const words of [
      'Everything at once',
      'First line & <second>\n\n• a point\n• another',
      'Small print',
      'Topics\nmultilingual\nspeech',
      'Paused\n—',
      '1.  Speech models that listen before they answer',
      'Ada Lovelace, Alan Turing and 9 others · 23 Nov 2026 · ▲ 84',
      'Monday, 23 November 2026',
      '@misc{a,\n  title = {A & B <c> `d`},\n}',
      '⚠️ The bot is not in #papers.\nType /invite @broadsheet there.',
    ])
      expect(seen).toContain(words);
  });

  it('keeps every limit and pings nobody, whatever the text', () => {
    for (const reply of HOSTILE_REPLIES) expectSound(reply);
    const unit = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '&',
      '<',
      '"',
      '\\',
      '漢',
      '😀',
      '@here ',
      '<!channel>',
      '*',
    );
    const text = fc
      .tuple(fc.string({ unit, maxLength: 30 }), fc.integer({ min: 1, max: 200 }))
      .map(([piece, times]) => piece.repeat(times));
    fc.assert(
      fc.property(text, (any) => expectSound(hostileReply(any))),
      { numRuns: 15 },
    );
  });

  it('shows ten of the longest titles and notes in one message, all of them', () => {
    const wide = '漢'.repeat(300);
    const papers = Array.from({ length: 10 }, (_, index) => ({
      paperId: `2611.${index}`,
      position: index + 1,
      title: `Nr${index + 1}x ${wide}`,
      url: `https://arxiv.org/abs/2611.${10_000 + index}`,
      note: wide,
    }));
    const list: CommandReply = {
      ...listReply(),
      blocks: [{ kind: 'papers', papers }, listReply().blocks[2]!],
    };
    expect(replyMessages(list)).toHaveLength(1);
    for (const { position } of papers) expect(read(list)).toContain(`Nr${position}x`);
    expect(labelsIn(blocksOf(list)[0] ?? [])).toEqual(['← Previous', 'Next →', 'Share to channel']);
  });

  it('loses nothing of a long field', () => {
    const topics = Array.from({ length: 50 }, (_, n) => `topic number ${n} with a query of its own`).join(
      '\n',
    );
    const fields = [
      { name: 'Next', value: 'tomorrow' },
      { name: 'Topics', value: topics },
      { name: 'Zone', value: 'UTC' },
    ];
    const reply: CommandReply = { title: null, blocks: [{ kind: 'fields', fields }] };
    expectSound(reply);
    expect(read(reply).replace(/\n+/g, '\n')).toContain(`Next\ntomorrow\nTopics\n${topics}\nZone\nUTC`);
  });

  it('links every title of a list', () => {
    expect(JSON.stringify(blocksOf(listReply()))).toContain(
      '*1.*  *<https://arxiv.org/abs/2611.10001|Speech models that listen before they answer>*',
    );
  });

  it('shows a digest by the very renderer that posts, but without its markers', () => {
    const reply: CommandReply = {
      title: 'Your next digest',
      blocks: [{ kind: 'digest', content: sampleContent(), layout: 'thread' }],
    };
    expectSound(reply);
    const seen = read(reply);
    for (const { title, gist } of sampleContent().cards) {
      expect(seen.split(title)).toHaveLength(3);
      expect(seen).toContain(gist?.text);
    }
    expect(JSON.stringify(blocksOf(reply))).not.toContain('block_id');
    expectSound({ ...reply, blocks: [{ kind: 'digest', content: twentyCards(), layout: 'thread' }] });
  });

  it('gives a card its buttons, and none to a paper whose id is too long for one', () => {
    const card = (paperId: string): CommandReply => ({
      title: null,
      blocks: [{ kind: 'card', card: sampleCard(1, { paperId }) }],
    });
    const labels = (reply: CommandReply) => labelsIn(blocksOf(reply)[0] ?? []);
    expect(labels(card('2607.23193'))).toEqual([
      'Save',
      'More like this',
      'Not for us',
      'Abstract',
      'BibTeX',
    ]);
    expect(labels(card(`url:https://example.org/${'a'.repeat(90)}`))).toEqual([]);
  });

  it('copies code exactly, over several messages where it is long, and says when it does not fit', () => {
    const entry = (n: number) => `@misc{key${n},\n  title = {A "title" & more ${n}},\n  year = {2026},\n}`;
    const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n)).join('\n\n');
    const codeIn = (reply: CommandReply) =>
      [...JSON.stringify(blocksOf(reply)).matchAll(/"type":"text","text":("(?:[^"\\]|\\.)*")/g)]
        .map(([, text]) => JSON.parse(text ?? '""') as string)
        .join('\n\n');
    const code = (text: string): CommandReply => ({
      title: 'BibTeX',
      blocks: [{ kind: 'code', text, fileName: 'saved.bib' }],
    });
    expect(replyMessages(code(entry(1)))).toHaveLength(1);
    expect(codeIn(code(entries(300)))).toBe(entries(300));
    expectSound(code(entries(5_000)));
    expect(read(code(entries(5_000)))).toContain('There is more, but it does not fit here.');
  });

  it('puts the title, or the first words, into the notification', () => {
    const line = (reply: CommandReply) => replyMessages(reply)[0]?.text;
    expect(line(listReply())).toBe('Papers on speech');
    expect(line({ ...listReply(), title: null })).toBe('23 papers, best first');
    expect(line({ title: null, blocks: [{ kind: 'code', text: 'x', fileName: 'x' }] })).toBe('Broadsheet');
    expect(line({ title: null, blocks: [{ kind: 'text', text: 'a & <!here>' }] })).toBe(
      'a &amp; &lt;!here&gt;',
    );
  });

  it('says that there is nothing, rather than send an empty message', () => {
    expect(read({ title: null, blocks: [] })).toContain('Nothing to show.');
    expect(replyView({ title: '', blocks: [{ kind: 'text', text: ' \n ' }] })).toHaveLength(1);
  });
});

describe('the form as a modal', () => {
  it('keeps every limit and holds what is set now', () => {
    const view = formView(SCHEDULE_FORM, { channel: 'C0PAPERS01', home: false });
    expect(checkView(view as unknown as Record<string, unknown>)).toBeNull();
    expect(view).toMatchObject({ callback_id: 'form:schedule', title: { text: 'When this channel gets…' } });
    expect(view.blocks.map((block) => (block as { element: { type: string } }).element.type)).toEqual([
      'plain_text_input',
      'external_select',
      'plain_text_input',
      'static_select',
    ]);
  });

  it('takes any field whatever its length, and leaves out a choice that is none', () => {
    const long = 'x'.repeat(4_000);
    const field = { name: 'a', label: long, hint: long, kind: 'choice' as const, value: 'gone' };
    const choices = Array.from({ length: 150 }, (_, n) => ({ value: String(n), label: long }));
    const form = {
      ...SCHEDULE_FORM,
      submit: long,
      fields: [
        { ...field, choices },
        { ...field, name: 'b' },
      ],
    };
    const view = formView(form, { channel: 'C0PAPERS01', home: false });
    expect(checkView(view as unknown as Record<string, unknown>)).toBeNull();
  });

  it('reads what was filled in, and nothing else', () => {
    const values = {
      'f:time': { v: { value: '09:00' } },
      'f:days': { v: { value: null } },
      'f:zone': { 's:zone': { selected_option: { value: 'UTC' } } },
      other: { v: { value: 'x' } },
    };
    expect(formValues(values)).toEqual({ time: '09:00', zone: 'UTC' });
  });
});

describe('text in pieces', () => {
  const text = fc
    .array(fc.constantFrom('a', 'word ', '\n', '\n\n', '*', '&', '漢字', 'x'.repeat(50)), { maxLength: 200 })
    .map((parts) => parts.join(''));

  it('loses no word and keeps each piece within its room', () => {
    fc.assert(
      fc.property(text, (any) => {
        const pieces = shownPieces(any, 120);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(120);
        const letters = (value: string) => value.replace(/[^a-z]/g, '').length;
        const cut = /\S{100}/.test(any.replace(/[*&]/g, 'xxxxx'));
        if (!cut) expect(letters(pieces.join('').replaceAll('&amp;', ''))).toBe(letters(any));
      }),
    );
  });

  it('copies code to the letter', () => {
    fc.assert(
      fc.property(text, (any) => {
        const pieces = codePieces(any, 120);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(120);
        expect(pieces.join('').replace(/\s/g, '')).toBe(any.replace(/\s/g, ''));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customIdOf, markerIn, nonceOf, readCustomId } from '../../adapters/discord/marker.js';
import { renderDigest } from '../../adapters/discord/render.js';
import { PAPER_DEEDS } from '../../src/commands/buttons.js';
import type { Layout } from '../../src/channels/channel.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { buttonRows as rowsOf } from '../fakes/discord/readable.js';
import { checkMessage } from '../fakes/discord/validate.js';
import { HOSTILE_TEXTS, sampleCard, sampleContent, twentyCards } from '../support/digest-content.js';

const keyOf = keysOf('render');
type Json = Record<string, unknown>;

/** Every message body of a digest. */
const bodies = (content: DigestContent, layout: Layout): Json[] =>
  renderDigest(content, layout, keyOf)
    .filter(({ kind }) => kind !== 'thread')
    .map(({ kind, payload }) => (kind === 'post' ? (payload['message'] as Json) : payload));

const buttonRows = (body: Json) => rowsOf({ components: body['components'] as Json[] });

const description = (body: Json) =>
  (body['embeds'] as { description: string }[]).map((embed) => embed.description).join('\n');

describe('rendering for Discord', () => {
  it('keeps every message within the limits whatever the papers are called', () => {
    const text = fc.oneof(
      fc.constantFrom(...HOSTILE_TEXTS),
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.constantFrom('*', '[', '🧪', 'é', '漢').map((piece) => piece.repeat(400)),
    );
    const card = fc
      .record({
        paperId: fc.oneof(fc.constant('2611.10001'), fc.constant(`url:https://a.example/${'x'.repeat(120)}`)),
        title: text,
        authors: text,
        why: text,
        gist: fc.option(fc.record({ text, origin: fc.constantFrom('ai-summary', 'abstract', 'sample') })),
        topics: fc.array(text, { maxLength: 3 }),
        url: fc.oneof(fc.constant('https://arxiv.org/abs/2611.10001'), text),
        links: fc.array(fc.record({ label: text, url: fc.oneof(fc.webUrl(), text) }), { maxLength: 7 }),
      })
      .map((fields) => sampleCard(1, fields));
    const content = fc
      .record({
        cards: fc.array(card, { minLength: 1, maxLength: 20 }),
        notices: fc.array(text),
        topics: fc.array(text),
        day: text,
      })
      .map((fields) =>
        sampleContent({
          ...fields,
          cards: fields.cards.map((item, index) => ({ ...item, position: index + 1 })),
        }),
      );
    fc.assert(
      fc.property(content, fc.constantFrom<Layout>('thread', 'compact', 'forum'), (digest, layout) => {
        for (const part of renderDigest(digest, layout, keyOf)) {
          const name = part.payload['name'];
          if (part.kind === 'thread' || part.kind === 'post') expect(name).toMatch(/^.{1,100}$/su);
        }
        for (const body of bodies(digest, layout)) {
          checkMessage(body);
          expect(body['allowed_mentions']).toEqual({ parse: [] });
          expect(markerIn(body)).toMatch(/^[a-z2-7]{25}$/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives a message of its own nonce and marker to every part, and a forum post a marker alone', () => {
    const all = bodies(sampleContent(), 'thread');
    expect(new Set(all.map((body) => body['nonce'])).size).toBe(6);
    for (const body of all) {
      expect(body['enforce_nonce']).toBe(true);
      expect(markerIn(body)).toBe(body['nonce']);
    }
    const [post, ...cards] = bodies(sampleContent(), 'forum');
    expect(post).not.toHaveProperty('nonce');
    expect(markerIn(post)).toBe(nonceOf(keyOf(0)));
    expect(cards.every((body) => body['enforce_nonce'] === true)).toBe(true);
  });

  it('shortens titles and why lines evenly, only when there is no room', () => {
    const short = description(bodies(sampleContent(), 'compact')[0]!);
    expect(short).not.toContain('…');
    const wordy = sampleContent({
      cards: twentyCards().cards.map((card) => ({
        ...card,
        title: `${card.title} ${'and so on '.repeat(40)}`,
      })),
    });
    const lines = description(bodies(wordy, 'compact')[0]!).split('\n');
    const titles = lines.filter((line) => line.startsWith('**')).map((line) => line.indexOf(']('));
    expect(titles).toHaveLength(20);
    expect(Math.max(...titles) - Math.min(...titles)).toBeLessThan(30);
    expect(Math.min(...titles)).toBeGreaterThan(80);
  });

  it('reads in a phone’s notification what day it is and how much there is', () => {
    expect(bodies(sampleContent(), 'thread')[0]!['content']).toBe(
      '**Monday, 23 November 2026** · 5 papers · multilingual, speech',
    );
    const all = sampleContent({ topics: ['everything'], cards: [sampleCard(1)] });
    expect(bodies(all, 'thread')[0]!['content']).toBe(
      '**Monday, 23 November 2026** · 1 paper · trending research',
    );
  });

  it('says that a machine wrote a summary, and how many upvotes only once', () => {
    const [, first, second] = bodies(sampleContent(), 'thread').map(description);
    expect(first).toContain('at no extra cost. *(AI summary, Hugging Face)*');
    expect(first?.split('84 upvotes')).toHaveLength(2);
    expect(second).not.toContain('AI summary');
  });

  it('finds its way back from a button to the paper, also for ids with colons and slashes', () => {
    const marker = nonceOf('any key');
    for (const paperId of ['2611.10001', 'hep-th/9901001', 'doi:10.1000/182', 'url:https://a.example/b'])
      for (const deed of PAPER_DEEDS) {
        const id = customIdOf({ do: deed, paperId }, marker) ?? '';
        expect(readCustomId(id)).toEqual({ do: deed, paperId });
        expect(markerIn({ components: [{ components: [{ custom_id: id }] }] })).toBe(marker);
      }
    expect(
      customIdOf({ do: 'abstract', paperId: `url:https://a.example/${'x'.repeat(80)}` }, marker),
    ).toBeNull();
  });

  it('still reads the buttons and markers of messages posted by the version before', () => {
    const marker = nonceOf('an old key');
    const card = `1:abstract:2611.10001:${marker}`;
    expect(readCustomId(card)).toEqual({ do: 'abstract', paperId: '2611.10001' });
    expect(readCustomId(`1:about:${marker}`)).toEqual({ do: 'about' });
    expect(markerIn({ components: [{ type: 1, components: [{ custom_id: card }] }] })).toBe(marker);
  });

  it.each(['', ':', '-', '1:about', '1:about:', '1:about:x', '1:save::-', '2:about:-', '1:save:2611.1:--'])(
    'takes %j for no button of ours',
    (id) => {
      expect(readCustomId(id)).toBeNull();
    },
  );

  it('puts what can be done with a paper above where it can be read', () => {
    const rows = buttonRows(bodies(sampleContent(), 'thread')[1]!);
    expect(rows.map((row) => row.map(({ label }) => label))).toEqual([
      ['Save', 'More like this', 'Not for us', 'Abstract', 'BibTeX'],
      ['arXiv', 'PDF', 'Hugging Face', 'Code'],
    ]);
  });

  it.each([
    [55, ['Save', 'More like this', 'Not for us', 'Abstract', 'BibTeX']],
    [64, ['Save', 'More like this', 'Not for us', 'BibTeX']],
    [66, ['Save', 'More like this', 'Not for us']],
    [80, ['How this list is made']],
  ])('gives a paper with an id of %i characters the buttons it fits into: %j', (length, labels) => {
    const paperId = 'url:https://a.example/'.padEnd(length, 'x');
    const content = sampleContent({ cards: [sampleCard(1, { paperId, links: [] })] });
    const card = bodies(content, 'thread')[1]!;
    expect(buttonRows(card).map((row) => row.map(({ label }) => label))).toEqual([labels]);
    expect(markerIn(card)).toBe(card['nonce']);
  });

  it('makes nonces of 25 characters that differ', () => {
    const nonces = Array.from({ length: 1000 }, (_, index) => nonceOf(keyOf(index)));
    expect(nonces.every((nonce) => /^[a-z2-7]{25}$/.test(nonce))).toBe(true);
    expect(new Set(nonces).size).toBe(1000);
  });
});

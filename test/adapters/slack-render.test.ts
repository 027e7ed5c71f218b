import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes, type MessageBody } from '../../adapters/slack/message.js';
import { renderDigest } from '../../adapters/slack/render.js';
import type { Card, DigestContent } from '../../src/digests/digest.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { checkMessage } from '../fakes/slack/check-message.js';
import { badManners, pingsIn } from '../fakes/slack/manners.js';
import type { Block } from '../fakes/slack/state.js';
import { sampleCard, sampleContent, twentyCards } from '../support/digest-content.js';
import { blocksText } from '../support/slack-html.js';

const keyOf = keysOf('digest');
const bodies = (content: DigestContent, layout: 'thread' | 'compact' | 'forum' = 'thread') =>
  renderDigest(content, layout, keyOf).map((part) => part.payload as unknown as MessageBody);

const long = (unit: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.string({ unit, maxLength: 12 }), fc.integer({ min: 1, max: 900 }))
    .map(([text, times]) => text.repeat(times));
const text = fc.oneof(
  long(fc.constantFrom(...Array.from('&<>"*_|\\\n漢😀é ab'))),
  long(fc.string({ unit: 'binary', maxLength: 1 })),
);
const url = fc
  .oneof(
    text,
    fc.integer({ min: 1, max: 290 }).map((times) => '&'.repeat(times)),
    fc.integer({ min: 1, max: 270 }).map((times) => 'a'.repeat(times)),
  )
  .map((path) => `https://x.example/${path}`);
const card = fc
  .record({
    title: text,
    authors: text,
    gist: fc.option(fc.record({ text, origin: fc.constantFrom('ai-summary', 'abstract', 'sample') })),
    why: text,
    url,
    topics: fc.array(text, { maxLength: 3 }),
    sparkline: text,
    thumbnailUrl: fc.option(text.map((path) => `https://cdn.example/${path}`)),
    links: fc.array(fc.record({ label: text, url }), {
      maxLength: 10,
    }),
  })
  .map((fields) => fields satisfies Partial<Card>);

describe('a digest rendered for Slack', () => {
  it('keeps every limit for any text of any length, and pings nobody', () => {
    const contents = fc.record({
      cards: fc.array(card, { minLength: 1, maxLength: 20 }),
      notices: fc.array(text, { maxLength: 12 }),
      day: text,
    });
    fc.assert(
      fc.property(contents, ({ cards, notices, day }) => {
        const full = cards.map((fields, index) => sampleCard(index + 1, fields));
        for (const body of bodies(
          sampleContent({ cards: full, notices, day: `Day ${day}`, late: true, topics: notices }),
        )) {
          const args = { text: body.text, unfurl_links: 'false', unfurl_media: 'false' };
          const blocks = body.blocks as unknown as readonly Block[];
          expect(checkMessage(body.text, blocks)).toBeNull();
          expect(badManners(args, blocks)).toEqual([]);
          expect(pingsIn(args, blocks)).toEqual([]);
          expect(jsonBytes(body.blocks)).toBeLessThanOrEqual(12_000);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lists twenty of the longest titles and why lines, all of them', () => {
    const wide = '漢'.repeat(400);
    const cards = twentyCards().cards.map((one) => ({
      ...one,
      title: `Nr${one.position}x ${wide}`,
      why: wide,
    }));
    const [head] = bodies(sampleContent({ cards }));
    const seen = blocksText(head!.blocks);
    for (const { position } of cards) expect(seen).toContain(`Nr${position}x`);
    expect(head!.blocks.length).toBeLessThanOrEqual(50);
  });

  it('keeps within the limits with more and longer links than any paper has', () => {
    const links = Array.from({ length: 20 }, (_, n) => ({
      label: `Link ${n} ${'l'.repeat(80)}`,
      url: `https://x.example/${'&'.repeat(30)}${'a'.repeat(130)}`,
    }));
    const body = bodies(sampleContent({ cards: [sampleCard(1, { links })] }))[1]!;
    expect(checkMessage(body.text, body.blocks as unknown as readonly Block[])).toBeNull();
    expect(blocksText(body.blocks)).toContain('Link 4');
  });

  it('marks each message twice with its key', () => {
    for (const [position, body] of bodies(sampleContent()).entries()) {
      expect(body.blocks[0]?.block_id).toBe(`d:${keyOf(position)}`);
      expect(body.metadata).toEqual({ event_type: 'broadsheet_part', event_payload: { k: keyOf(position) } });
    }
  });

  it('puts the day, the number and the first title into the notification', () => {
    const [head, first] = bodies(sampleContent());
    expect(head?.text).toBe(
      'Monday, 23 November 2026 · 5 papers · Speech models that listen before they answer',
    );
    expect(first?.text).toBe('1. Speech models that listen before they answer');
  });

  it('shows the picture of a card from https only, described for those who cannot see it', () => {
    const [, good] = bodies(sampleContent());
    expect(good?.blocks[0]).toMatchObject({
      accessory: { type: 'image', alt_text: 'Preview of Speech models that listen before they answer' },
    });
    const bad = sampleContent({ cards: [sampleCard(1, { thumbnailUrl: 'http://cdn.example/1.png' })] });
    expect(bodies(bad)[1]?.blocks[0]).not.toHaveProperty('accessory');
  });

  it('shows numbers with the sparkline, links and topics', () => {
    const seen = blocksText(bodies(sampleContent())[1]!.blocks);
    expect(seen).toContain('upvotes ▁▂▃▅▇ · 1 comment · ★ 1.2k on GitHub');
    expect(seen).toContain('arXiv · PDF · Hugging Face · Code');
    expect(seen).toContain('Topics: multilingual · speech');
  });

  it('says that a machine wrote a summary, and how many upvotes only once', () => {
    const [, first, second] = bodies(sampleContent()).map((body) => blocksText(body.blocks));
    expect(first).toContain('at no extra cost. (AI summary, Hugging Face)');
    expect(first?.split('84 upvotes')).toHaveLength(2);
    expect(second).not.toContain('AI summary');
  });

  it('lays a forum out as a thread, because Slack has none', () => {
    expect(bodies(sampleContent(), 'forum')).toEqual(bodies(sampleContent(), 'thread'));
  });

  it('points to the thread only when there is one', () => {
    expect(blocksText(bodies(sampleContent())[0]!.blocks)).toContain('in the thread');
    expect(blocksText(bodies(sampleContent(), 'compact')[0]!.blocks)).not.toContain('thread');
  });
});

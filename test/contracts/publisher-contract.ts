import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { bareCard, hostileContent, sampleContent, twentyCards } from '../support/digest-content.js';

/** A part as a person in the place sees it: `text` is what is readable, markup taken away where it hides words. */
export interface VisiblePart {
  readonly kind: 'head' | 'thread' | 'card';
  readonly text: string;
}

export interface PublisherHarness {
  readonly publisher: Publisher;
  /** An empty place; the same for all layouts, or chosen by `addressOf`. */
  readonly address: ChannelAddress;
  readonly addressOf?: (layout: Layout) => ChannelAddress;
  readonly layouts: readonly Layout[];
  /** What a person in that place sees, in order: head (or forum post), thread, cards. */
  visible(): Promise<readonly VisiblePart[]>;
  /** How many people or groups were notified by mentions so far; leave out where nothing can ping. */
  pings?(): Promise<number>;
  /** False for a place that cannot be read back (the terminal). Default true. */
  readonly readsBack?: boolean;
  close(): Promise<void>;
}

/** 64 hex characters, as the core's delivery keys are. */
export function keysOf(digest: string): (position: number) => string {
  return (position) => createHash('sha256').update(`${digest}:${position}`).digest('hex');
}

const keyOf = keysOf('sample digest');
const signal = () => AbortSignal.timeout(10_000);

/** What every publisher promises; run it once per platform. A fresh harness is made for every case and every layout. */
export function publisherContract(name: string, makeHarness: () => Promise<PublisherHarness>): void {
  describe(`${name} keeps the publisher contract`, () => {
    let harness: PublisherHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(async () => {
      await harness.close();
    });
    const eachLayout = async (check: (layout: Layout) => Promise<void> | void) => {
      const { layouts } = harness;
      for (const [index, layout] of layouts.entries()) {
        if (index > 0) {
          await harness.close();
          harness = await makeHarness();
        }
        await check(layout);
      }
    };

    it('renders the same content to the same bytes', async () => {
      await eachLayout((layout) => {
        for (const content of [sampleContent(), hostileContent(), twentyCards()]) {
          const before = JSON.stringify(content);
          const once = JSON.stringify(harness.publisher.render(content, layout, keyOf));
          expect(JSON.stringify(harness.publisher.render(content, layout, keyOf))).toBe(once);
          expect(JSON.stringify(content)).toBe(before);
        }
      });
    });

    it('renders payloads that survive storage as JSON', async () => {
      await eachLayout((layout) => {
        for (const { payload } of harness.publisher.render(hostileContent(), layout, keyOf)) {
          const text = JSON.stringify(payload);
          expect(JSON.parse(text)).toStrictEqual(payload);
          expect(text, 'no lone surrogate, no NUL: PostgreSQL refuses both').not.toMatch(
            /\\ud[89a-f]|\\u0000|\p{Surrogate}/iu,
          );
        }
      });
    });

    it('plans the parts of each layout and tells which papers each one shows', async () => {
      await eachLayout((layout) => {
        const content = sampleContent();
        const ids = content.cards.map((card) => card.paperId);
        const parts = harness.publisher.render(content, layout, keyOf);
        if (layout === 'compact') {
          expect(parts.map((part) => [part.kind, part.paperIds])).toEqual([['head', ids]]);
          return;
        }
        expect(parts[0]?.kind).toBe(layout === 'forum' ? 'post' : 'head');
        const cards = parts.filter((part) => part.kind === 'card');
        expect(cards.map((part) => part.paperIds)).toEqual(ids.map((id) => [id]));
        expect(parts.filter((part) => part.kind !== 'card').flatMap((part) => part.paperIds)).toEqual([]);
        expect(parts.slice(-ids.length)).toEqual(cards);
      });
    });

    it('shows one head that names the day and lists every title with its why line', async () => {
      await eachLayout(async (layout) => {
        const content = sampleContent();
        await sendAll(harness, content, layout);
        const heads = (await harness.visible()).filter((part) => part.kind === 'head');
        expect(heads).toHaveLength(1);
        expect(heads[0]?.text).toContain('Monday, 23 November');
        for (const card of content.cards) expectInOrder(heads[0]?.text ?? '', [card.title, card.why]);
      });
    });

    it('shows one card per paper in rank order with title, gist and why', async () => {
      await eachLayout(async (layout) => {
        const content = sampleContent();
        await sendAll(harness, content, layout);
        const cards = (await harness.visible()).filter((part) => part.kind === 'card');
        expect(cards).toHaveLength(layout === 'compact' ? 0 : content.cards.length);
        for (const [index, { text }] of cards.entries()) {
          const card = content.cards[index]!;
          expect(text).toContain(card.title);
          expect(text).toContain(card.authors);
          expect(text).toContain(card.gist!.text);
          expect(text).toContain(card.why);
        }
      });
    });

    it('labels a machine-written gist as such, and only that', async () => {
      await eachLayout(async (layout) => {
        if (layout === 'compact') return;
        await sendAll(harness, sampleContent(), layout);
        const cards = (await harness.visible()).filter((part) => part.kind === 'card');
        expect(cards.map(({ text }) => /AI summary/i.test(text))).toEqual([true, false, true, false, true]);
      });
    });

    it('says plainly when the digest is late, incomplete or a sample', async () => {
      await eachLayout(async (layout) => {
        const notices = ['arXiv could not be read today.', 'Hugging Face answered slowly.'];
        await sendAll(harness, sampleContent({ late: true, notices, sample: true }), layout);
        const head = (await harness.visible()).find((part) => part.kind === 'head')?.text ?? '';
        expect(head).toMatch(/late/i);
        expect(head).toMatch(/sample/i);
        for (const notice of notices) expect(head).toContain(notice);
      });
    });

    it('lists all twenty titles of the largest digest, within the limits', async () => {
      await eachLayout(async (layout) => {
        const content = twentyCards();
        await sendAll(harness, content, layout);
        const seen = await harness.visible();
        const head = seen.find((part) => part.kind === 'head')?.text ?? '';
        expectInOrder(
          head,
          content.cards.map((card) => card.title.slice(0, 20)),
        );
        expect(seen.filter((part) => part.kind === 'card')).toHaveLength(layout === 'compact' ? 0 : 20);
      });
    });

    it('shows hostile and missing text within the limits and pings nobody', async () => {
      await eachLayout(async (layout) => {
        const content = hostileContent();
        await sendAll(harness, content, layout);
        const seen = await harness.visible();
        expect(seen.filter((part) => part.kind === 'head')).toHaveLength(1);
        expect(seen.filter((part) => part.kind === 'card')).toHaveLength(
          layout === 'compact' ? 0 : content.cards.length,
        );
        expect((await harness.pings?.()) ?? 0).toBe(0);
      });
    });

    it('shows a digest of one bare paper', async () => {
      await eachLayout(async (layout) => {
        const content = sampleContent({ cards: [bareCard(1)], topics: [] });
        await sendAll(harness, content, layout);
        const head = (await harness.visible())[0];
        expect(head?.text).toContain(content.cards[0]?.title);
      });
    });

    it('finds every part that was sent, and reports absent what never was', async () => {
      if (harness.readsBack === false) return;
      await eachLayout(async (layout) => {
        const since = new Date();
        const content = sampleContent();
        const sent = await sendAll(harness, content, layout);
        for (const { request, remoteId } of sent)
          expect(await harness.publisher.look(request, since, signal())).toEqual({ kind: 'found', remoteId });
        const other = harness.publisher.render(content, layout, keysOf('another digest'));
        for (const [position, part] of other.entries()) {
          if (part.kind === 'thread') continue;
          const request = { ...sent[position]!.request, key: keysOf('another digest')(position) };
          const outcome = await harness.publisher.look(
            { ...request, payload: part.payload },
            since,
            signal(),
          );
          expect(outcome).toEqual({ kind: 'absent' });
        }
      });
    });

    it('reports absent a thread that was never opened', async () => {
      if (harness.readsBack === false || !harness.layouts.includes('thread')) return;
      const parts = harness.publisher.render(sampleContent(), 'thread', keyOf);
      const at = parts.findIndex((part) => part.kind === 'thread');
      if (at < 0) return;
      const [head] = await sendParts(harness, parts.slice(0, at), 'thread');
      const request = requestOf(harness, 'thread', parts[at]!, at, { head: head!.remoteId, thread: null });
      expect(await harness.publisher.look(request, new Date(), signal())).toEqual({ kind: 'absent' });
    });

    it('finds nothing wrong with a place it may post to', async () => {
      await eachLayout(async (layout) => {
        const report = await harness.publisher.inspect(addressFor(harness, layout), layout, signal());
        expect(report.problems).toEqual([]);
      });
    });
  });
}

export interface SentPart {
  readonly request: SendRequest;
  readonly remoteId: string;
}

/** Renders, stores and sends a whole digest as the ledger would; fails on the first part not sent. */
export function sendAll(
  harness: PublisherHarness,
  content: DigestContent,
  layout: Layout,
): Promise<readonly SentPart[]> {
  return sendParts(harness, harness.publisher.render(content, layout, keyOf), layout);
}

// --- Internal helpers ---

async function sendParts(
  harness: PublisherHarness,
  parts: readonly PlannedPart[],
  layout: Layout,
): Promise<readonly SentPart[]> {
  const sent: SentPart[] = [];
  let parents: SendRequest['parents'] = { head: null, thread: null };
  for (const [position, part] of parts.entries()) {
    const request = requestOf(harness, layout, part, position, parents);
    const outcome = await harness.publisher.send(request, signal());
    if (outcome.kind !== 'sent')
      throw new Error(`${part.kind} ${position} was not sent: ${JSON.stringify(outcome)}`);
    sent.push({ request, remoteId: outcome.remoteId });
    if (part.kind === 'head' || part.kind === 'post') parents = { ...parents, head: outcome.remoteId };
    if (part.kind === 'thread' || part.kind === 'post') parents = { ...parents, thread: outcome.remoteId };
  }
  return sent;
}

function requestOf(
  harness: PublisherHarness,
  layout: Layout,
  part: PlannedPart,
  position: number,
  parents: SendRequest['parents'],
): SendRequest {
  const payload = JSON.parse(JSON.stringify(part.payload)) as PlannedPart['payload'];
  const address = addressFor(harness, layout);
  return { address, kind: part.kind, payload, key: keyOf(position), parents };
}

function addressFor(harness: PublisherHarness, layout: Layout): ChannelAddress {
  return harness.addressOf?.(layout) ?? harness.address;
}

function expectInOrder(text: string, wanted: readonly string[]): void {
  let from = 0;
  for (const piece of wanted) {
    const at = text.indexOf(piece, from);
    expect(at, `"${piece}" is missing or out of order`).toBeGreaterThanOrEqual(0);
    from = at + piece.length;
  }
}

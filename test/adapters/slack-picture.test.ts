import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderDigest } from '../../adapters/slack/render.js';
import type { Payload } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { pictureId } from '../../src/pictures/drawing.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { sampleContent, twentyCards } from '../support/digest-content.js';
import { slackBench, soon, type SlackBench } from '../support/slack-publisher.js';

interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly image_url?: string;
  readonly alt_text?: string;
}

const urlOf = (drawing: NonNullable<DigestContent['picture']>) =>
  `https://papers.acme.org/pictures/${pictureId(drawing)}.png`;
const headOf = (
  content: DigestContent,
  layout: 'thread' | 'compact',
  url: typeof urlOf | undefined,
): Payload => renderDigest(content, layout, keysOf('slack picture'), url)[0]?.payload ?? {};
const blocksOf = (payload: Payload) => payload['blocks'] as readonly Block[];
const imagesOf = (payload: Payload) => blocksOf(payload).filter(({ type }) => type === 'image');

let bench: SlackBench;
beforeEach(async () => {
  bench = await slackBench();
});
afterEach(() => bench.fake.close());

describe('the picture of a digest on Slack', () => {
  it.each(['thread', 'compact'] as const)(
    'is fetched from our own pages in the layout %s',
    async (layout) => {
      for (const content of [sampleContent(), twentyCards()]) {
        const payload = headOf(content, layout, urlOf);
        expect(imagesOf(payload)).toEqual([
          {
            type: 'image',
            image_url: expect.stringMatching(
              /^https:\/\/papers\.acme\.org\/pictures\/[0-9a-f]{40}\.png$/,
            ) as string,
            alt_text: expect.stringContaining('1. Speech models that listen before they answer') as string,
          },
        ]);
        expect(blocksOf(payload)[0]?.type).toBe('header');
        expect(blocksOf(payload)[0]?.block_id).toBeDefined();
        expect((await bench.publisher.send({ ...bench.head, payload }, soon())).kind).toBe('sent');
      }
      expect(bench.fake.violations).toEqual([]);
    },
  );

  it('is not there while nobody outside can reach our pages, or the channel wants none', () => {
    expect(imagesOf(headOf(sampleContent(), 'thread', undefined))).toEqual([]);
    const { picture: _, ...bare } = sampleContent();
    expect(imagesOf(headOf(bare, 'thread', urlOf))).toEqual([]);
  });

  it('is left out when Slack cannot fetch it; the head keeps its marker', async () => {
    bench.fake.fault({ act: 'error', error: 'invalid_blocks' });
    const payload = headOf(sampleContent(), 'thread', urlOf);
    expect((await bench.publisher.send({ ...bench.head, payload }, soon())).kind).toBe('sent');
    expect(bench.posts()).toBe(2);
    const [message] = bench.fake.messages(bench.fake.channelId);
    expect(JSON.stringify(message?.blocks)).not.toContain('image_url');
    expect(message?.blocks[0]).toMatchObject({ type: 'header', block_id: blocksOf(payload)[0]?.block_id });
  });
});

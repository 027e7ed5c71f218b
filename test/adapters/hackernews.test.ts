import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHackerNewsSource } from '../../adapters/hackernews/index.js';
import { storyTarget } from '../../adapters/hackernews/links.js';
import type { Candidate } from '../../src/ports/signal-source.js';
import { startFakeHackerNews, type FakeHackerNews } from '../fakes/sources/hackernews.js';
import { NOW, readSignals } from '../support/signal-sides.js';
import { testClient } from '../support/source-clients.js';

let far: FakeHackerNews;
beforeEach(async () => {
  far = await startFakeHackerNews();
});
afterEach(() => far.stop());

const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);
const PAPERS: readonly Candidate[] = [
  { id: '2611.10001', codeUrl: 'https://github.com/Lab/Tool' },
  { id: '2611.10002', codeUrl: 'https://github.com/lab/tool' },
  { id: 'hep-th/9901001', codeUrl: null },
];

async function read(papers = PAPERS) {
  const { http } = testClient({ title: 'Hacker News', retries: 0 });
  const source = createHackerNewsSource({ baseUrl: far.url, http, everyMs: 3_600_000 });
  const { sightings, skipped, error } = await readSignals({ source, papers });
  return { signals: new Map(sightings.map(({ paperId, signals }) => [paperId, signals])), skipped, error };
}

describe('what a story links to', () => {
  it.each([
    ['https://arxiv.org/abs/2611.10001', { paperId: '2611.10001' }],
    ['http://www.arxiv.org/pdf/2611.10001v3.pdf', { paperId: '2611.10001' }],
    ['https://export.arxiv.org/abs/2611.10001?context=cs.CL#x', { paperId: '2611.10001' }],
    ['https://arxiv.org/abs/hep-th/9901001', { paperId: 'hep-th/9901001' }],
    ['https://huggingface.co/papers/2611.10001', { paperId: '2611.10001' }],
    ['https://hf.co/papers/2611.10001/', { paperId: '2611.10001' }],
    ['https://github.com/Lab/Tool', { repository: 'lab/tool' }],
    ['https://www.github.com/lab/tool.git?tab=readme#top', { repository: 'lab/tool' }],
    ['https://github.com/lab/tool/issues/7', null],
    ['https://github.com/lab', null],
    ['https://gist.github.com/lab/tool', null],
    ['https://arxiv.org/list/cs.CL/2611', null],
    ['https://huggingface.co/lab/2611.10001', null],
    ['https://blog.example/arxiv.org/abs/2611.10001', null],
    ['https://arxiv.org.evil.example/abs/2611.10001', null],
    ['https://evil.example/?u=https://arxiv.org/abs/2611.10001', null],
    ['javascript:alert(1)//arxiv.org/abs/2611.10001', null],
    ['', null],
  ])('%s', (link, target) => {
    expect(storyTarget(link)).toEqual(target);
  });
});

describe('stories on Hacker News', () => {
  it('count for a paper by their link alone, never by their title', async () => {
    far.post(
      { id: 1, url: 'https://arxiv.org/pdf/2611.10001', points: 128, comments: 40, at: hoursAgo(5) },
      { id: 2, url: 'https://blog.example/about-arxiv.org-2611.10001', points: 900, at: hoursAgo(5) },
      { id: 3, title: 'arXiv 2611.10002', points: 700, at: hoursAgo(5) },
      { id: 4, url: 'https://arxiv.org/abs/2611.99999', points: 50, at: hoursAgo(5) },
      { id: 5, url: 'https://arxiv.org/abs/2611.100011', points: 60, at: hoursAgo(5) },
    );
    const { signals, error } = await read();
    expect(error).toBeNull();
    expect(signals).toEqual(new Map([['2611.10001', { hackerNewsPoints: 128, hackerNewsComments: 40 }]]));
  });

  it('of one paper are summed, each once, and one of a repository counts for every paper of it', async () => {
    far.post(
      { id: 1, url: 'https://arxiv.org/abs/2611.10001', points: 10, comments: 3, at: hoursAgo(90) },
      { id: 2, url: 'https://huggingface.co/papers/2611.10001', points: 5, comments: 0, at: hoursAgo(40) },
      { id: 3, url: 'https://github.com/lab/tool', points: 100, comments: 20, at: hoursAgo(9) },
    );
    const { signals } = await read();
    expect(signals).toEqual(
      new Map([
        ['2611.10001', { hackerNewsPoints: 115, hackerNewsComments: 23 }],
        ['2611.10002', { hackerNewsPoints: 100, hackerNewsComments: 20 }],
      ]),
    );
  });

  it('are asked for in three questions, however many papers there are', async () => {
    const papers = Array.from({ length: 3_000 }, (_, index) => ({
      id: `2611.${10_000 + index}`,
      codeUrl: `https://github.com/lab/r${index}`,
    }));
    far.post({ id: 1, url: 'https://arxiv.org/abs/2611.12999', points: 3, at: hoursAgo(1) });
    expect((await read(papers)).signals.get('2611.12999')).toMatchObject({ hackerNewsPoints: 3 });
    expect(far.requests).toHaveLength(3);
  });

  it('are asked for in smaller spans when there are more than one answer holds', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => ({
      id: 10 + index,
      url: `https://github.com/other/r${index}`,
      points: 1,
      at: hoursAgo((index % 180) + 1),
    }));
    far.post(...many, { id: 1, url: 'https://github.com/lab/tool', points: 77, at: hoursAgo(185) });
    expect((await read()).signals.get('2611.10001')).toMatchObject({ hackerNewsPoints: 77 });
    expect(far.requests.length).toBeLessThan(20);
  });

  it('that do not fit are skipped and counted', async () => {
    for (const hit of [null, { objectID: 'x', points: 1 }, { objectID: '7', points: -1 }, { points: 3 }])
      far.inject(hit);
    far.post({ id: 1, url: 'https://arxiv.org/abs/2611.10001', points: 10, at: hoursAgo(1) });
    const { signals, skipped } = await read([{ id: '2611.10001', codeUrl: null }]);
    expect(signals.size).toBe(1);
    expect(skipped).toHaveLength(8);
  });

  it('are all there or not at all: a part of them would make a sum too small', async () => {
    far.post({ id: 1, url: 'https://arxiv.org/abs/2611.10001', points: 10, at: hoursAgo(1) });
    far.fail('github.com', { kind: 'status', status: 500 });
    const { signals, error } = await read();
    expect(signals.size).toBe(0);
    expect(error).toMatchObject({ fault: 'status' });
  });
});

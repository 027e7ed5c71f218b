import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReadingListSource } from '../../examples/reading-list/index.js';
import { startFakeSource, type FakeSource } from '../fakes/sources/server.js';
import { readAll, testClient } from '../support/source-clients.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const GOOD = { id: '2611.10001', title: 'One', authors: ['Ada'], added: '2026-11-19', votes: 7 };

/** docs/adapters.md shows this source. */
describe('the reading list of the handbook', () => {
  let far: FakeSource;
  let body: string;
  beforeEach(async () => {
    body = JSON.stringify({ papers: [] });
    far = await startFakeSource(() => ({ status: 200, type: 'application/json', body }));
  });
  afterEach(() => far.stop());

  const read = (days?: { from: string; to: string }) => {
    const { http } = testClient({ title: 'The reading list', retries: 0 });
    const source = createReadingListSource({ name: 'huggingface', url: far.url, http, everyMs: 60_000 });
    const signal = AbortSignal.timeout(10_000);
    return readAll(source.read({ now: NOW, lastOkAt: null, signal, ...(days && { days }) }));
  };

  it('gives facts and a sighting for each paper, and counts what does not fit', async () => {
    const bare = { id: 'https://arxiv.org/abs/2611.10002v3', title: 'Two', added: '2026-11-20' };
    body = JSON.stringify({ papers: [GOOD, { ...GOOD, added: 'soon' }, { ...GOOD, id: 'x' }, 7, bare] });
    const { pages, error } = await read();
    expect(error).toBeNull();
    expect(pages).toHaveLength(1);
    expect(pages[0]?.items.map(({ facts, sighting }) => [facts.id, facts.title, sighting])).toEqual([
      ['2611.10001', 'One', expect.objectContaining({ listedOn: '2026-11-19', signals: { upvotes: 7 } })],
      ['2611.10002', 'Two', expect.objectContaining({ listedOn: '2026-11-20', signals: {} })],
    ]);
    expect(pages[0]?.skipped.map(({ reason }) => reason)).toContain('x is no arXiv id');
    expect(pages[0]?.skipped).toHaveLength(3);
  });

  it('gives only the days that are asked for', async () => {
    body = JSON.stringify({ papers: [GOOD, { ...GOOD, id: '2611.10002', added: '2026-11-01' }] });
    const { pages } = await read({ from: '2026-11-15', to: '2026-11-19' });
    expect(pages[0]?.items.map(({ facts }) => facts.id)).toEqual(['2611.10001']);
  });

  it.each([['<html>'], ['[]'], ['{"papers":{}}']])(
    'says of %s that it is not what it should be',
    async (odd) => {
      body = odd;
      const { error } = await read();
      expect(error).toMatchObject({ code: 'source', fault: 'unreadable' });
    },
  );
});

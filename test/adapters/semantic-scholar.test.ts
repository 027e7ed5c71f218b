import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSemanticScholarSource } from '../../adapters/semanticscholar/index.js';
import type { Candidate } from '../../src/ports/signal-source.js';
import {
  rowOf,
  startFakeSemanticScholar,
  type FakeSemanticScholar,
} from '../fakes/sources/semantic-scholar.js';
import { memoryAsked } from '../support/memory-asked.js';
import { NOW, readSignals } from '../support/signal-sides.js';
import { testClient } from '../support/source-clients.js';

let far: FakeSemanticScholar;
beforeEach(async () => {
  far = await startFakeSemanticScholar();
});
afterEach(() => far.stop());

const papersTo = (count: number): readonly Candidate[] =>
  Array.from({ length: count }, (_, index) => ({ id: `2611.${10_000 + index}`, codeUrl: null }));

function scholar(key: string | null = null) {
  const { http } = testClient({ title: 'Semantic Scholar', retries: 0 });
  const source = createSemanticScholarSource({ baseUrl: far.url, key, http, asked: memoryAsked() });
  return async (papers: readonly Candidate[], now = NOW) => {
    const { sightings, skipped, error } = await readSignals({ source, papers }, { now });
    return {
      cited: Object.fromEntries(sightings.map((one) => [one.paperId, one.signals.citations])),
      skipped,
      error,
    };
  };
}

describe('citations', () => {
  it('are told of the papers that are known there, zero as zero and unknown as nothing', async () => {
    far.cite('2611.10000', 7);
    far.cite('2611.10001', 0);
    expect(await scholar()(papersTo(3))).toEqual({
      cited: { '2611.10000': 7, '2611.10001': 0 },
      skipped: [],
      error: null,
    });
  });

  it('of no known paper at all are an answer, too', async () => {
    expect(await scholar()(papersTo(3))).toEqual({ cited: {}, skipped: [], error: null });
  });

  it.each([
    [null, 2],
    ['a-key', 4],
  ])(
    'are asked for five hundred at a time, with the key %j in %i questions, and the rest next time',
    async (key, questions) => {
      far.cite('2611.10000', 7);
      const read = scholar(key);
      await read(papersTo(2_500));
      const sizes = far.requests.map(({ body }) => (JSON.parse(body) as { ids: string[] }).ids.length);
      expect(sizes).toEqual(Array.from({ length: questions }, () => 500));
      expect(far.requests[0]!.headers['x-api-key']).toBe(key ?? undefined);
      await read(papersTo(2_500));
      expect((JSON.parse(far.requests[questions]!.body) as { ids: string[] }).ids[0]).toBe(
        `ARXIV:2611.${10_000 + questions * 500}`,
      );
    },
  );

  it('are asked for once a day', async () => {
    far.cite('2611.10000', 7);
    const read = scholar();
    const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
    await read(papersTo(1));
    expect((await read(papersTo(1), later(12))).cited).toEqual({});
    expect((await read(papersTo(1), later(24))).cited).toEqual({ '2611.10000': 7 });
  });

  it('of another paper than asked for, or that are no number, are skipped', async () => {
    const body = JSON.stringify([rowOf('2611.99999', 5), { citationCount: -1 }, { citationCount: 3 }]);
    far.fail('/', { kind: 'status', status: 200, body });
    const { cited, skipped } = await scholar()(papersTo(3));
    expect(cited).toEqual({ '2611.10002': 3 });
    expect(skipped.map(({ id }) => id)).toEqual(['2611.10000', '2611.10001']);
  });

  it('are refused as a whole when the answer has another length', async () => {
    far.fail('/', { kind: 'status', status: 200, body: '[null]' });
    expect((await scholar()(papersTo(3))).error).toMatchObject({ fault: 'unreadable' });
  });

  it('that are refused for want of a key say how to get one', async () => {
    far.fail('/', { kind: 'status', status: 429 });
    expect(String(((await scholar()(papersTo(1))).error as { hint?: string }).hint)).toContain(
      'SEMANTIC_SCHOLAR_API_KEY',
    );
    expect(((await scholar('a-key')(papersTo(1))).error as { hint?: string }).hint).toBeUndefined();
  });
});

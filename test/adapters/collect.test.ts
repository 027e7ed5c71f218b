import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createArxivSource } from '../../adapters/arxiv/index.js';
import { createHuggingFaceSource } from '../../adapters/huggingface/index.js';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { ARXIV_PACE } from '../../adapters/shared/http.js';
import { collectSource, isDue, type CollectDeps } from '../../src/papers/collect.js';
import { mergePaper } from '../../src/papers/merge.js';
import { sourceHealth, staleNotices } from '../../src/digests/source-health.js';
import type { Source } from '../../src/ports/source.js';
import { startFakeArxiv, type FakeArxiv } from '../fakes/sources/arxiv.js';
import { startFakeHuggingFace, type FakeHuggingFace } from '../fakes/sources/huggingface.js';
import { seedPapers } from '../fakes/sources/seed.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { testClient } from '../support/source-clients.js';

const TODAY = '2026-11-20';
const NOW = new Date(`${TODAY}T12:00:00Z`);
const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

let database: TestDatabase;
let stores: Stores;
let huggingFace: FakeHuggingFace;
let arxiv: FakeArxiv;

beforeAll(async () => {
  database = await testDatabases[0]!.open();
  stores = createStores(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  const tables = ['papers', 'sightings', 'source_state', 'http_validators', 'paces'];
  await database.pool.query(`truncate ${tables.map((name) => `broadsheet.${name}`).join(', ')} cascade`);
  await database.setClock(NOW);
  huggingFace = await startFakeHuggingFace({ today: () => TODAY });
  arxiv = await startFakeArxiv({ paceMs: 0 });
});
afterEach(async () => {
  await Promise.all([huggingFace.stop(), arxiv.stop()]);
});

function faces(): Source {
  const { http } = testClient({ title: 'Hugging Face', store: stores.sources, retries: 0 });
  return createHuggingFaceSource({ baseUrl: huggingFace.url, http, everyMs: 1_200_000 });
}

function collect(source: Source, overrides: Partial<CollectDeps> = {}) {
  return collectSource({
    source,
    papers: stores.papers,
    sources: stores.sources,
    clock: stores.clock,
    merge: mergePaper,
    logger: silentLogger,
    signal: new AbortController().signal,
    ...overrides,
  });
}
const stateOf = (source: Source) => stores.sources.get(source.name);

describe('collecting a source', () => {
  it('saves every paper and counts what was new', async () => {
    huggingFace.list(TODAY, seedPapers(250, TODAY));
    const source = faces();
    const labels: string[] = [];
    const first = await collect(source, { onProgress: ({ label }) => labels.push(label) });
    expect(first).toMatchObject({ outcome: 'complete', added: 250, skipped: 0, error: null });
    expect(await stores.papers.count()).toBe(250);
    expect(labels).toContain('daily 2026-11-20, page 3');
    expect(await stateOf(source)).toMatchObject({ lastOkAt: NOW, failures: 0 });
    expect(first.nextAt).toEqual(minutesLater(20));
  });

  it('keeps a history of votes, reading after reading', async () => {
    const [paper] = seedPapers(1, TODAY);
    huggingFace.list(TODAY, [paper!]);
    huggingFace.trend([]);
    huggingFace.change(paper!.id, { upvotes: 3 });
    await collect(faces());
    await database.setClock(minutesLater(20));
    huggingFace.change(paper!.id, { upvotes: 9 });
    await collect(faces());
    const [kept] = await stores.papers.get([paper!.id]);
    expect(kept?.sightings.map(({ signals }) => signals.upvotes)).toEqual([3, 9]);
  });

  it('skips and counts a bad paper, and saves the others', async () => {
    huggingFace.list(TODAY, seedPapers(3, TODAY));
    huggingFace.trend([]);
    huggingFace.inject(TODAY, { paper: { id: 'no-id', title: 'x' } });
    const report = await collect(faces());
    expect(report).toMatchObject({ outcome: 'complete', papers: 3, skipped: 1 });
    expect(report.skips).toEqual([{ id: 'no-id', reason: 'its id is not an arXiv id' }]);
  });

  it('saves papers whose text is as hostile as can be', async () => {
    const nasty = `@everyone <!channel> ](javascript:alert(1)) \u202Eright\u0000 \uD800 \`\`\`\n${'long '.repeat(3_000)}`;
    const [paper] = seedPapers(1, TODAY);
    huggingFace.list(TODAY, [
      { ...paper!, title: nasty, abstract: nasty, authors: [nasty], keywords: [nasty] },
    ]);
    expect(await collect(faces())).toMatchObject({ outcome: 'complete', added: 1 });
  });

  it('keeps what arrived before a fault, says what happened, and waits before the next try', async () => {
    huggingFace.list(TODAY, seedPapers(4, TODAY));
    huggingFace.fail('sort=trending', { kind: 'status', status: 503 });
    const source = faces();
    const report = await collect(source);
    expect(report).toMatchObject({ outcome: 'partial', papers: 4, nextAt: minutesLater(1) });
    expect(report.error).toContain('trending: Hugging Face answered 503 (Service Unavailable)');
    expect(await stores.papers.count()).toBe(4);
    const state = await stateOf(source);
    expect(state).toMatchObject({ lastOkAt: NOW, failures: 0, lastError: report.error });
    expect(state.lost).toEqual({ parts: ['trending list'], tryAt: minutesLater(1) });
    expect(isDue(source, state, NOW)).toBe(false);
    expect(isDue(source, state, minutesLater(1))).toBe(true);
  });

  it('tries only the lost list again before its usual time, and then everything', async () => {
    huggingFace.list(TODAY, seedPapers(4, TODAY));
    huggingFace.fail('sort=trending', { kind: 'status', status: 503 });
    await collect(faces());
    huggingFace.heal();
    const before = huggingFace.requests.length;
    await database.setClock(minutesLater(1));
    expect(await collect(faces())).toMatchObject({ outcome: 'complete', nextAt: minutesLater(21) });
    expect(huggingFace.requests.slice(before).map(({ query }) => query.get('sort'))).toEqual(['trending']);
    expect((await stateOf(faces())).lost).toBeNull();
    await database.setClock(minutesLater(21));
    await collect(faces());
    expect(huggingFace.requests.length).toBeGreaterThan(before + 7);
  });

  it('opens the breaker after three failures in a row and closes it with the first success', async () => {
    huggingFace.fail('/', { kind: 'status', status: 500 });
    const pauses: Date[] = [];
    for (let n = 0; n < 4; n++) pauses.push((await collect(faces())).nextAt);
    expect(pauses).toEqual([1, 2, 5, 10].map(minutesLater));
    huggingFace.heal();
    huggingFace.list(TODAY, seedPapers(1, TODAY));
    await collect(faces());
    expect(await stateOf(faces())).toMatchObject({ failures: 0, notBefore: null, failingSince: null });
  });

  it('does not ask again before the instant the source named', async () => {
    huggingFace.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '7200' } });
    const warned: string[] = [];
    const logger = { ...silentLogger, warn: (_fields: object, line: string) => void warned.push(line) };
    const report = await collect(faces(), { logger });
    expect(report.outcome).toBe('failed');
    expect(warned).toEqual(['A source could not be read.']);
    expect((await stateOf(faces())).notBefore?.getTime()).toBeGreaterThan(minutesLater(100).getTime());
  });

  it('blames nobody when the caller stops it, and keeps what had arrived', async () => {
    huggingFace.list(TODAY, seedPapers(2, TODAY));
    const stop = new AbortController();
    const report = await collect(faces(), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('shutting down')),
    });
    expect(report).toMatchObject({ outcome: 'stopped', papers: 2, error: null });
    expect(await stateOf(faces())).toMatchObject({ failures: 0, lastOkAt: null });
  });

  it('counts a deadline of the caller as a fault of the source that hangs', async () => {
    huggingFace.fail('/', { kind: 'hang' });
    const report = await collect(faces(), { signal: AbortSignal.timeout(60) });
    expect(report).toMatchObject({
      outcome: 'failed',
      error: 'Hugging Face did not finish answering in time.',
    });
    expect(await stateOf(faces())).toMatchObject({ failures: 1 });
  });

  it('leaves schedule and breaker alone when days are asked for', async () => {
    huggingFace.fail('/', { kind: 'status', status: 500 });
    const report = await collect(faces(), { days: { from: TODAY, to: TODAY } });
    expect(report.outcome).toBe('failed');
    expect(await stateOf(faces())).toMatchObject({ failures: 0, lastOkAt: null });
  });
});

describe('one category of arXiv that cannot be read', () => {
  const categories = ['cs.XX', 'cs.CL', 'cs.CV'];
  /** As after a restart: with nothing in memory. */
  const newSource = () => {
    const { http } = testClient({ title: 'arXiv', store: stores.sources, retries: 0 });
    return createArxivSource({ rssUrl: arxiv.url, apiUrl: arxiv.url, categories, http });
  };
  const asked = (from: number) => arxiv.requests.slice(from).map(({ path }) => path);
  const announced = (day: string, first: number, submittedAt = '2026-11-18T10:00:00Z') =>
    seedPapers(2, day, first).map((paper, n) => ({
      ...paper,
      categories: [n === 0 ? 'cs.CL' : 'cs.CV'],
      submittedAt,
    }));
  const noticesAt = async (source: Source, now: Date) =>
    staleNotices([sourceHealth(source, await stateOf(source), now)], now, 'UTC');

  it('is named alone, in the head too, and is alone tried again', async () => {
    arxiv.announce(TODAY, announced(TODAY, 1));
    const first = await collect(newSource());
    expect(first).toMatchObject({ outcome: 'partial', papers: 2, nextAt: minutesLater(1) });
    expect(asked(0)).toEqual(['/atom/cs.XX', '/atom/cs.CL', '/atom/cs.CV']);
    const pauses = [2, 5, 10, 20, 30, 30];
    let minute = 1;
    for (const pause of pauses) {
      const before = arxiv.requests.length;
      await database.setClock(minutesLater(minute));
      const report = await collect(newSource());
      expect(report).toMatchObject({ outcome: 'partial', nextAt: minutesLater(minute + pause) });
      expect(asked(before)).toEqual(['/atom/cs.XX']);
      minute += pause;
    }
    const [notice, ...others] = await noticesAt(newSource(), minutesLater(minute));
    expect(notice).toBe("arXiv's cs.XX could not be read; this list is without its latest papers.");
    expect(others).toEqual([]);
  });

  it('is made up for when it answers again days later, though every reading between counted', async () => {
    await database.setClock(new Date('2026-11-19T12:00:00Z'));
    arxiv.announce('2026-11-19', announced('2026-11-19', 1));
    arxiv.fail('/atom/cs.CL', { kind: 'status', status: 500 });
    await collect(newSource());
    await database.setClock(new Date('2026-11-20T12:00:00Z'));
    arxiv.announce(TODAY, announced(TODAY, 11, '2026-11-19T10:00:00Z'));
    await collect(newSource());
    arxiv.heal();
    await database.setClock(new Date('2026-11-23T12:00:00Z'));
    arxiv.announce('2026-11-23', announced('2026-11-23', 21, '2026-11-20T10:00:00Z'));
    await collect(newSource());
    const listed = await stores.papers.listedSince('2026-11-18', 8);
    const days = listed.filter(({ paper }) => paper.categories.includes('cs.CL'));
    expect(days.map(({ sightings }) => sightings[0]?.listedOn).sort()).toEqual([
      '2026-11-19',
      '2026-11-20',
      '2026-11-23',
    ]);
  });
});

describe('an announcement of arXiv that is more than six hours late', () => {
  it('is made up for from the API, though hourly readings found all in order', async () => {
    const { http } = testClient({ title: 'arXiv', store: stores.sources });
    const categories = ['cs.CL'];
    const source = createArxivSource({ rssUrl: arxiv.url, apiUrl: arxiv.url, categories, http });
    const of = (day: string, first: number, submittedAt: string) =>
      seedPapers(1, day, first).map((paper) => ({ ...paper, categories, submittedAt }));
    arxiv.announce('2026-11-19', of('2026-11-19', 1, '2026-11-18T10:00:00Z'));
    const late = of('2026-11-20', 2, '2026-11-19T10:00:00Z');
    for (let at = Date.parse('2026-11-19T12:00:00Z'); at < Date.parse('2026-11-23T05:00:00Z');) {
      await database.setClock(new Date(at));
      at = (await collect(source)).nextAt.getTime();
    }
    arxiv.know(late);
    arxiv.announce('2026-11-23', of('2026-11-23', 3, '2026-11-20T10:00:00Z'));
    await database.setClock(new Date('2026-11-23T05:10:00Z'));
    await collect(source);
    const [paper] = await stores.papers.get([late[0]!.id]);
    expect(paper?.sightings[0]).toMatchObject({ list: 'announcement', listedOn: '2026-11-20' });
  });
});

describe('collecting both sources', () => {
  it('lets arXiv add what Hugging Face does not know, to one paper', async () => {
    const [paper] = seedPapers(1, TODAY);
    huggingFace.list(TODAY, [paper!]);
    arxiv.know([paper!]);
    await collect(faces());
    const { http } = testClient({ title: 'arXiv', store: stores.sources });
    const categories = ['cs.CL'];
    const options = { rssUrl: arxiv.url, apiUrl: arxiv.url, categories, http, papers: stores.papers };
    await collect(createArxivSource(options));
    const [kept] = await stores.papers.get([paper!.id]);
    expect(kept?.paper).toMatchObject({
      primaryCategory: paper!.categories[0],
      comment: paper!.comment,
      onHuggingFace: true,
      textSource: 'arxiv',
      firstListedOn: TODAY,
    });
    expect(await stores.papers.missingDetails(TODAY, 10)).toEqual([]);
  });

  it('keeps the clients of two processes a little over three seconds apart at arXiv', async () => {
    const waits = [0, 1].map(() => testClient({ title: 'arXiv', store: stores.sources, pace: ARXIV_PACE }));
    for (const { http } of [...waits, ...waits])
      await http.get(`${arxiv.url}/atom/cs.CL`, { signal: new AbortController().signal, accept: '*/*' });
    expect(waits.map((client) => client.waits)).toEqual([[6_400], [3_200, 9_600]]);
  });
});

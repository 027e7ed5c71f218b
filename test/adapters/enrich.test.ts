import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGitHubSource } from '../../adapters/github/index.js';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { candidatesFor } from '../../src/digests/candidates.js';
import { createRankingCache } from '../../src/digests/ranking-cache.js';
import { describeEnrich, enrichFrom } from '../../src/papers/enrich.js';
import { mergePaper } from '../../src/papers/merge.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { SignalSource } from '../../src/ports/signal-source.js';
import { rankInSlices } from '../../src/ranking/rank.js';
import { startFakeGitHub, type FakeGitHub } from '../fakes/sources/github.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { testClient } from '../support/source-clients.js';
import { facts, sighting } from '../support/stored-things.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

let database: TestDatabase;
let stores: Stores;
let far: FakeGitHub;

beforeAll(async () => {
  database = await testDatabases[0]!.open();
  stores = createStores(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  const tables = ['papers', 'sightings', 'source_state', 'http_validators', 'asked'];
  await database.pool.query(`truncate ${tables.map((name) => `broadsheet.${name}`).join(', ')} cascade`);
  await database.setClock(NOW);
  far = await startFakeGitHub();
});
afterEach(() => far.stop());

function gitHub(): SignalSource {
  const { http, clock } = testClient({ title: 'GitHub', store: stores.sources, retries: 0 });
  clock.ms = NOW.getTime();
  return createGitHubSource({ baseUrl: far.url, token: null, http, asked: stores.asked, everyMs: 1_200_000 });
}
async function enrich(source: SignalSource, signal = new AbortController().signal) {
  const candidates = async () =>
    candidatesFor(
      source,
      { ...stores, rankings: createRankingCache(), rank: rankInSlices },
      await stores.clock.now(),
    );
  return enrichFrom({ ...stores, source, candidates, logger: silentLogger, signal });
}
async function list(id: string, upvotes: number, repo: string | null = `lab/of-${id}`): Promise<void> {
  const code = repo === null ? {} : { codeUrl: `https://github.com/${repo}` };
  await stores.papers.save(
    [{ facts: facts(id, code), sighting: sighting(id, { signals: { upvotes } }) }],
    mergePaper,
  );
}
const starsOf = async (id: string): Promise<readonly (number | undefined)[]> => {
  const [found] = await stores.papers.get([id]);
  return (found?.sightings ?? [])
    .filter(({ source }) => source === 'github')
    .map(({ signals }) => signals.githubStars);
};

describe('asking a source of signals', () => {
  it('keeps what it says of known papers as sightings, reading after reading', async () => {
    await list('2611.00001', 5);
    await list('2611.00002', 5, null);
    far.have({ name: 'lab/of-2611.00001', stars: 10 });
    expect(await enrich(gitHub())).toMatchObject({
      outcome: 'complete',
      papers: 1,
      sightings: 1,
      error: null,
      nextAt: minutesLater(20),
    });
    await database.setClock(minutesLater(400));
    far.have({ name: 'lab/of-2611.00001', stars: 25 });
    await enrich(gitHub());
    expect(await starsOf('2611.00001')).toEqual([10, 25]);
    expect(await starsOf('2611.00002')).toEqual([]);
    expect(await stores.sources.get('github')).toMatchObject({ lastOkAt: minutesLater(400), failures: 0 });
  });

  it('asks about the most promising papers first', async () => {
    const votes = [3, 90, 0, 40];
    for (const [index, upvotes] of votes.entries()) await list(`2611.0000${index}`, upvotes);
    await enrich(gitHub());
    expect(far.requests.map(({ path }) => path.slice(-1))).toEqual(['1', '3', '0', '2']);
  });

  it('looks further back than digests by the number of upvotes', async () => {
    await list('2611.00001', 5);
    await list('2611.00002', 7);
    const asked = { reachDays: 31 };
    const deps = {
      ...stores,
      rankings: createRankingCache(),
      rank: () => Promise.reject(new Error('not ranked')),
    };
    const found = await candidatesFor(asked, deps, NOW);
    expect(found.map(({ id }) => id)).toEqual(['2611.00002', '2611.00001']);
  });

  it('asks nobody while there are no papers, and rests as after any other reading', async () => {
    const report = await enrich(gitHub());
    expect(report).toMatchObject({ outcome: 'idle', error: null, nextAt: minutesLater(20) });
    expect(describeEnrich(report)).toBe('GitHub: no papers to ask about yet.');
    expect(far.requests).toEqual([]);
    expect((await stores.sources.get('github')).lastOkAt).toEqual(NOW);
  });

  it('says what went wrong, rests for a growing while, and leaves the other sources as they are', async () => {
    await list('2611.00001', 5);
    await stores.sources.recordOk('huggingface', NOW);
    far.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '1800' } });
    const report = await enrich(gitHub());
    expect(report).toMatchObject({ outcome: 'failed', papers: 0, nextAt: minutesLater(30) });
    expect(describeEnrich(report)).toMatch(
      /^GitHub answered 429 .* It is tried again at 2026-11-23 12:30 UTC\.$/,
    );
    expect(await stores.sources.get('github')).toMatchObject({
      lastOkAt: null,
      failures: 1,
      notBefore: minutesLater(30),
      lastError: report.error,
    });
    expect(await stores.sources.get('huggingface')).toMatchObject({ lastOkAt: NOW, failures: 0 });
  });

  it('keeps what came before a fault, and ends when it is told to', async () => {
    await list('2611.00001', 5);
    const seen = {
      ...sighting('2611.00001', { source: 'github', list: 'catalogue', signals: { githubStars: 4 } }),
    };
    const broken: SignalSource = {
      ...gitHub(),
      read: async function* () {
        yield { sightings: [seen], skipped: [{ id: 'x', reason: 'odd' }], label: 'first' };
        await Promise.resolve();
        throw new SourceError('GitHub broke off.', { fault: 'unreachable' });
      },
    };
    const report = await enrich(broken);
    expect(report).toMatchObject({ outcome: 'partial', papers: 1, skipped: 1, nextAt: minutesLater(1) });
    expect(describeEnrich(report)).toContain('GitHub broke off. Before that it told of 1 paper, 1 skipped.');
    expect(await starsOf('2611.00001')).toEqual([4]);
    const stopped = await enrich(broken, AbortSignal.abort());
    expect(stopped.outcome).toBe('stopped');
    expect((await stores.sources.get('github')).failures).toBe(1);
  });
});

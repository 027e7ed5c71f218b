import { expect, it } from 'vitest';
import { createPapersWithCodeSource } from '../../adapters/paperswithcode/index.js';
import { startFakePapersWithCode, trendingRow } from '../fakes/sources/papers-with-code.js';
import { readSignals } from '../support/signal-sides.js';
import { testClient } from '../support/source-clients.js';

const PAPERS = [
  { id: '2611.10001', codeUrl: 'https://github.com/lab/one' },
  { id: '2611.10002', codeUrl: 'https://github.com/lab/two' },
  { id: '2611.10003', codeUrl: null },
];

it('tells the place of our papers by star velocity, by id or else by repository, the better one of two', async () => {
  const far = await startFakePapersWithCode();
  far.trend(
    trendingRow('2501.00001', 'lab/two'),
    trendingRow(null, 'LAB/two'),
    trendingRow('2611.10001v2'),
    { title: 'names nothing' },
    7,
    trendingRow('2611.10001'),
  );
  for (const baseUrl of [far.url, `${far.url}/api/v1`]) {
    const { http } = testClient({ title: 'Papers with Code' });
    const source = createPapersWithCodeSource({ baseUrl, http, everyMs: 3_600_000 });
    const { sightings, skipped, error } = await readSignals({ source, papers: PAPERS });
    expect(error).toBeNull();
    expect(Object.fromEntries(sightings.map(({ paperId, signals }) => [paperId, signals.codeRank]))).toEqual({
      '2611.10002': 2,
      '2611.10001': 3,
    });
    expect(skipped).toHaveLength(2);
  }
  await far.stop();
});

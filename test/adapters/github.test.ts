import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitHubSource } from '../../adapters/github/index.js';
import type { Candidate } from '../../src/ports/signal-source.js';
import { startFakeGitHub, type FakeGitHub } from '../fakes/sources/github.js';
import { memoryAsked } from '../support/memory-asked.js';
import { NOW, readSignals } from '../support/signal-sides.js';
import { httpStore, testClient } from '../support/source-clients.js';

let far: FakeGitHub;
beforeEach(async () => {
  far = await startFakeGitHub({ resetAt: () => NOW.getTime() / 1_000 + 1_800 });
});
afterEach(() => far.stop());

const hoursLater = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
const paper = (number: number, repo = `lab/repo-${number}`): Candidate => ({
  id: `2611.${10_000 + number}`,
  codeUrl: `https://github.com/${repo}`,
});
const papersTo = (count: number): readonly Candidate[] =>
  Array.from({ length: count }, (_, index) => paper(index + 1));

function gitHub(token: string | null, { everyMs = 3_600_000, baseUrl = far.url } = {}) {
  const client = testClient({ title: 'GitHub', store: httpStore(), retries: 0 });
  const source = createGitHubSource({ baseUrl, token, http: client.http, asked: memoryAsked(), everyMs });
  const read = async (papers: readonly Candidate[], now = NOW) => {
    client.clock.ms = now.getTime();
    const { sightings, skipped, error } = await readSignals({ source, papers }, { now });
    const stars = Object.fromEntries(sightings.map(({ paperId, signals }) => [paperId, signals.githubStars]));
    return { stars, skipped, error };
  };
  return { source, read };
}
const asked = (): readonly string[] => far.requests.map(({ path }) => path);

describe.each([
  ['without a token', null],
  ['with a token', 'ghp_of_a_test'],
])('stars %s', (_name, token) => {
  it('are those of the repositories that papers link to, also when several link to one', async () => {
    far.have({ name: 'Lab/Repo-1', stars: 7 }, { name: 'lab/repo-2', stars: 0 });
    const papers = [paper(1), paper(2), paper(3, 'LAB/repo-1.git'), { id: '2611.10009', codeUrl: null }];
    expect((await gitHub(token).read(papers)).stars).toEqual({
      '2611.10001': 7,
      '2611.10002': 0,
      '2611.10003': 7,
    });
  });

  it('are followed through a rename, whose new name is asked for from then on', async () => {
    far.have({ name: 'lab/repo-1', stars: 7 });
    far.rename('lab/repo-1', 'company/product');
    const { read } = gitHub(token);
    expect((await read([paper(1)])).stars).toEqual({ '2611.10001': 7 });
    far.have({ name: 'company/product', stars: 9 });
    const before = far.requests.length;
    expect((await read([paper(1)], hoursLater(7))).stars).toEqual({ '2611.10001': 9 });
    expect(far.requests).toHaveLength(before + 1);
    const { path, body } = far.requests.at(-1)!;
    expect(`${path} ${body}`).toMatch(/company(\/|.*)product/);
  });

  it('are absent, not zero, where the repository is deleted, private or was never there; a week later it is looked for again', async () => {
    far.have({ name: 'lab/repo-1', stars: 7, isPrivate: true }, { name: 'lab/repo-2', stars: 5 });
    const { read } = gitHub(token);
    expect(await read([paper(1), paper(2), paper(3)])).toMatchObject({
      stars: { '2611.10002': 5 },
      skipped: [],
      error: null,
    });
    far.have({ name: 'lab/repo-1', stars: 8 });
    expect((await read([paper(1)], hoursLater(24))).stars).toEqual({});
    expect((await read([paper(1)], hoursLater(7 * 24 + 1))).stars).toEqual({ '2611.10001': 8 });
  });

  it('are asked for under validated names only', async () => {
    const odd = [
      'https://github.com/a/../b',
      'https://github.com/a"b/c',
      'https://evil.example/a/b',
      'x',
      '',
    ];
    const papers = odd.map((codeUrl, index) => ({ id: `2611.1000${index}`, codeUrl }));
    await gitHub(token).read(papers);
    expect(asked()).toEqual([]);
  });
});

describe('without a token', () => {
  it('the budget of an hour goes to the most promising papers, and the next hour’s to those after them', async () => {
    far.have(...papersTo(120).map((_, index) => ({ name: `lab/repo-${index + 1}`, stars: index })));
    const { read } = gitHub(null);
    const first = await read(papersTo(120));
    expect(Object.keys(first.stars)).toEqual(papersTo(50).map(({ id }) => id));
    far.nextHour();
    const second = await read(papersTo(120), hoursLater(1));
    expect(Object.keys(second.stars)).toEqual(
      papersTo(120)
        .slice(50, 100)
        .map(({ id }) => id),
    );
    expect(far.violations).toEqual([]);
  });

  it('a reading every twenty minutes takes a third of the budget', async () => {
    far.have(...papersTo(60).map((_, index) => ({ name: `lab/repo-${index + 1}`, stars: index })));
    await gitHub(null, { everyMs: 20 * 60_000 }).read(papersTo(60));
    expect(far.requests).toHaveLength(16);
  });

  it('an hour that others have used up ends the reading, keeps what came, and is no fault', async () => {
    far.have(...papersTo(60).map((_, index) => ({ name: `lab/repo-${index + 1}`, stars: index })));
    for (let number = 0; number < 40; number++) await fetch(`${far.url}/repos/lab/repo-1`);
    const { read } = gitHub(null);
    const { stars, error } = await read(papersTo(60));
    expect(error).toBeNull();
    expect(Object.keys(stars)).toHaveLength(20);
    expect(far.violations).toEqual([]);
    // Nothing was left to begin with: told until when.
    expect((await read(papersTo(60).slice(30))).error).toMatchObject({ fault: 'throttled' });
    expect(far.violations).toEqual([]);
  });

  it('a repository that has not changed is not sent again, and its stars are seen all the same', async () => {
    far.have({ name: 'lab/repo-1', stars: 7 });
    const { read } = gitHub(null);
    await read([paper(1)]);
    expect((await read([paper(1)], hoursLater(6))).stars).toEqual({ '2611.10001': 7 });
    expect(far.requests.map(({ status }) => status)).toEqual([200, 304]);
    far.have({ name: 'lab/repo-1', stars: 9 });
    expect((await read([paper(1)], hoursLater(12))).stars).toEqual({ '2611.10001': 9 });
  });

  it('one odd repository costs only itself, three in a row end the reading', async () => {
    far.have(...papersTo(9).map((_, index) => ({ name: `lab/repo-${index + 1}`, stars: index })));
    far.fail('repo-2', { kind: 'status', status: 500 });
    const one = await gitHub(null).read(papersTo(4));
    expect(one).toMatchObject({ skipped: [{ id: 'lab/repo-2' }], error: null });
    expect(Object.keys(one.stars)).toHaveLength(3);
    for (const number of [3, 4]) far.fail(`repo-${number}`, { kind: 'html' });
    const three = await gitHub(null).read(papersTo(9));
    expect(three.error).toMatchObject({ fault: 'unreadable' });
    expect(Object.keys(three.stars)).toHaveLength(1);
  });
});

describe('with a token', () => {
  it('a hundred repositories are asked for at a time, five hundred a reading, each once an hour', async () => {
    far.have(...papersTo(650).map((_, index) => ({ name: `lab/repo-${index + 1}`, stars: index })));
    const { read } = gitHub('ghp_of_a_test');
    expect(Object.keys((await read(papersTo(650))).stars)).toHaveLength(500);
    expect(asked()).toEqual(Array.from({ length: 5 }, () => '/graphql'));
    expect(Object.keys((await read(papersTo(650), hoursLater(0.5))).stars)).toHaveLength(150);
    expect(Object.keys((await read(papersTo(650), hoursLater(1))).stars)).toHaveLength(500);
  });

  it('one that is refused says so, with the repair', async () => {
    const { error } = await gitHub('ghp_wrong').read([paper(1)]);
    expect(error).toMatchObject({ retryable: false });
    expect(String((error as { hint?: string }).hint)).toContain('GITHUB_TOKEN');
  });

  it('a limit that the answer itself tells of is one', async () => {
    const body = JSON.stringify({ errors: [{ type: 'RATE_LIMITED', message: 'slow down' }] });
    far.fail('/graphql', { kind: 'status', status: 200, body });
    expect((await gitHub('ghp_of_a_test').read([paper(1)])).error).toMatchObject({ fault: 'throttled' });
  });

  it('a row that is none is skipped with its reason', async () => {
    const body = JSON.stringify({
      data: { r0: { nameWithOwner: 'lab/repo-1', stargazerCount: -1 }, r1: null },
      errors: [{ type: 'SERVICE_UNAVAILABLE', path: ['r1'] }],
    });
    far.fail('/graphql', { kind: 'status', status: 200, body });
    const { stars, skipped } = await gitHub('ghp_of_a_test').read([paper(1), paper(2)]);
    expect(stars).toEqual({});
    expect(skipped.map(({ id }) => id)).toEqual(['lab/repo-1', 'lab/repo-2']);
  });
});

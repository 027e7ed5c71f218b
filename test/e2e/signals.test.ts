import { expect, it } from 'vitest';
import { startFakeGitHub } from '../fakes/sources/github.js';
import { startFakeHackerNews } from '../fakes/sources/hackernews.js';
import { startFakePapersWithCode, trendingRow } from '../fakes/sources/papers-with-code.js';
import { seedPapers } from '../fakes/sources/seed.js';
import { startFakeSemanticScholar } from '../fakes/sources/semantic-scholar.js';
import { play } from '../support/scene.js';

it('a running bot asks for signals, shows them in the digest, and does without a source that is down', async () => {
  const github = await startFakeGitHub();
  const news = await startFakeHackerNews();
  const scholar = await startFakeSemanticScholar();
  const code = await startFakePapersWithCode();
  try {
    await play(async ({ bot, cli }) => {
      const today = new Date().toISOString().slice(0, 10);
      const papers = seedPapers(12, today);
      const best = papers.reduce((a, b) => ((b.upvotes ?? 0) > (a.upvotes ?? 0) ? b : a));
      for (const { githubRepo } of papers)
        if (githubRepo !== undefined)
          github.have({ name: githubRepo.slice('https://github.com/'.length), stars: 4_321 });
      const url = `https://arxiv.org/abs/${best.id}v1`;
      news.post({ id: 1, url, points: 128, comments: 40, at: new Date() });
      code.trend(trendingRow(best.id));
      scholar.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '900' } });
      const env = {
        GITHUB_API_URL: github.url,
        HACKERNEWS_API_URL: news.url,
        SEMANTIC_SCHOLAR_API_URL: scholar.url,
        PAPERSWITHCODE_API_URL: code.url,
      };
      const running = bot(env);
      await running.waitFor(/A source of signals could not be read/, 240_000);
      for (const name of ['github', 'hackernews', 'paperswithcode'])
        await running.waitFor(new RegExp(`"?source"?: ?"${name}"[^]*A source of signals was read`), 200_000);

      const { stdout } = await cli(['preview', '--as', 'terminal'], env);
      expect(stdout).toContain('HN 128 points, 40 comments');
      expect(stdout).toContain('#1 on Papers with Code');
      expect(stdout).toContain('★ 4.3k');
      expect(stdout).not.toContain('Semantic Scholar');
      const doctor = await cli(['doctor'], env);
      expect(doctor.stdout).toMatch(/✓ GitHub: last read/);
      expect(doctor.stdout).toMatch(/✓ Hacker News: last read/);
      expect(doctor.stdout).toMatch(/✗ Semantic Scholar: failing since .* answered 429/);
      expect(github.violations).toEqual([]);
    });
  } finally {
    await Promise.all([github.stop(), news.stop(), scholar.stop(), code.stop()]);
  }
}, 600_000);

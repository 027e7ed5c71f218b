import { parseGitHubRepository } from '../../src/papers/github-repository.js';
import { parsePaperId } from '../../src/papers/paper-id.js';

const LONGEST_URL = 500;
const PAPER_PAGES = /^(?:(?:www\.|export\.)?arxiv\.org$|(?:www\.)?(?:huggingface\.co|hf\.co)$)/;
const REPOSITORY_PAGE = /^\/[^/]+\/[^/]+\/?$/;

/** What a story links to: a paper's own page, or the front page of a repository by its key. */
export type StoryTarget = { readonly paperId: string } | { readonly repository: string };

/**
 * The paper or repository whose own page a story links to; null for everything else, also for pages that only speak of
 * one. Version, scheme, `www.`, query and `.pdf` make no difference.
 */
export function storyTarget(link: string): StoryTarget | null {
  if (link.length > LONGEST_URL || !/^https?:\/\//i.test(link) || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (PAPER_PAGES.test(url.hostname)) {
    const paperId = parsePaperId(`https://${url.hostname}${url.pathname}`);
    return paperId === null ? null : { paperId };
  }
  if (!/^(?:www\.)?github\.com$/.test(url.hostname) || !REPOSITORY_PAGE.test(url.pathname)) return null;
  const repository = parseGitHubRepository(`https://github.com${url.pathname}`);
  return repository === null ? null : { repository: repository.key };
}

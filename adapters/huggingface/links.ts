import { parseGitHubRepository } from '../../src/papers/github-repository.js';

const LONGEST_URL = 500;

/**
 * `https://github.com/owner/name` from a full URL or from `owner/name`; null when it names no repository.
 * @param value as Hugging Face gives it
 */
export function githubRepo(value: string | undefined): string | null {
  const repository = value === undefined ? null : parseGitHubRepository(value);
  return repository === null ? null : `https://github.com/${repository.owner}/${repository.name}`;
}

/** A repository that is given as a page; null when the page is something else. */
export function githubRepoPage(value: string | undefined): string | null {
  return /^https?:\/\/(?:www\.)?github\.com\//i.test(value?.trim() ?? '') ? githubRepo(value) : null;
}

/** An https page without credentials, normalised; null otherwise. */
export function projectPage(value: string | undefined): string | null {
  const url = httpsUrl(value);
  return url?.port === '' && url.hostname.includes('.') ? url.href : null;
}

/**
 * A picture on a host that Hugging Face owns (`cdn-thumbnails.huggingface.co`), or on the host that is asked; null
 * otherwise, so that no message shows a stranger's picture.
 */
export function pictureUrl(value: string | undefined, baseUrl: string): string | null {
  const url = httpsUrl(value);
  if (url === null) return null;
  const ours =
    url.host === 'huggingface.co' ||
    url.host.endsWith('.huggingface.co') ||
    url.host === new URL(baseUrl).host;
  return ours ? url.href : null;
}

function httpsUrl(value: string | undefined): URL | null {
  const given = value?.trim() ?? '';
  if (given.length > LONGEST_URL || !/^https:\/\//i.test(given) || !URL.canParse(given)) return null;
  const url = new URL(given);
  return url.username === '' && url.password === '' ? url : null;
}

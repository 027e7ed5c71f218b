import { parseGitHubRepository, type GitHubRepository } from '../../src/papers/github-repository.js';
import type { Asked } from '../../src/ports/asked-store.js';
import type { Candidate } from '../../src/ports/signal-source.js';
import { repositoryNote, type RepositoryNote } from './schema.js';

/** One that is gone may come back, for instance when it is made public at last. */
const GONE_AGAIN_MS = 7 * 86_400_000;

/** A repository and the papers that link to it. */
export interface Linked {
  readonly repository: GitHubRepository;
  readonly paperIds: readonly string[];
}

/** A repository that is to be asked for. */
export interface Wanted extends Linked {
  /** What was noted of it; null when it was never asked for. */
  readonly note: RepositoryNote | null;
  /** Where it was last seen, its own name unless it was renamed. */
  readonly at: GitHubRepository;
}

/** The repositories that papers link to, in the papers' order, each once. Pure. */
export function linkedRepositories(papers: readonly Candidate[]): readonly Linked[] {
  const linked = new Map<string, { repository: GitHubRepository; paperIds: string[] }>();
  for (const { id, codeUrl } of papers) {
    const repository = codeUrl === null ? null : parseGitHubRepository(codeUrl);
    if (repository === null) continue;
    const known = linked.get(repository.key);
    if (known === undefined) linked.set(repository.key, { repository, paperIds: [id] });
    else known.paperIds.push(id);
  }
  return [...linked.values()];
}

/**
 * Those that are to be asked for now, the most promising first. Pure.
 * @param againMs a repository is asked for again after this long
 * @param most the budget, in repositories
 */
export function chooseWanted(
  linked: readonly Linked[],
  asked: ReadonlyMap<string, Asked>,
  rule: { readonly now: Date; readonly againMs: number; readonly most: number },
): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const one of linked) {
    if (wanted.length >= rule.most) break;
    const before = asked.get(one.repository.key);
    const note = repositoryNote.safeParse(before?.note).data ?? null;
    const wait = note?.there === false ? GONE_AGAIN_MS : rule.againMs;
    if (before !== undefined && rule.now.getTime() - before.askedAt.getTime() < wait) continue;
    const at = note?.name == null ? null : parseGitHubRepository(note.name);
    wanted.push({ ...one, note, at: at ?? one.repository });
  }
  return wanted;
}

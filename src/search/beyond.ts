import { AppError } from '../errors.js';
import { mergePaper } from '../papers/merge.js';
import type { Logger } from '../ports/logger.js';
import type { PaperFinder } from '../ports/paper-finder.js';
import type { PaperStore, SightedPaper } from '../ports/paper-store.js';
import type { SourceItem } from '../ports/source.js';
import { createMatcher, type MatchContext } from '../topics/match.js';
import type { AskFinder } from './ask-finder.js';
import { indexedWords } from './index-words.js';
import type { Hit } from './own-hits.js';
import type { Plan } from './plan.js';
import type { KnownWords } from './respell.js';
import { createScorer } from './score.js';

/** Most papers one finder is asked for (Hugging Face gives no more). */
const MOST_FOUND = 120;
/** A source's first answers stand although they lack words, if they have any: it may know what is meant. */
const TRUSTED_PLACES = 10;
/** Its further answers need this share of what the words tell. */
const LEAST_SHARE = 0.5;

export interface BeyondDeps {
  readonly finders: readonly PaperFinder[];
  readonly papers: Pick<PaperStore, 'get' | 'save'>;
  readonly ask: AskFinder;
  readonly logger: Logger;
}

/** A hit that a source gave, not saved yet. */
export interface ForeignHit extends Hit {
  /** Title of the source. */
  readonly from: string;
  /** Among its first answers. */
  readonly trusted: boolean;
  readonly source: SourceItem;
}

/**
 * Asks the finders for what the words of a plan mean, all at once. What they give must hold the plan's demands too.
 * A finder that fails costs its own answers only: a notice says so.
 */
export async function askOthers(
  plan: Plan,
  words: Pick<KnownWords, 'wanted' | 'statistics'>,
  { finders, ask, logger }: Pick<BeyondDeps, 'finders' | 'ask' | 'logger'>,
  options: MatchContext & { readonly signal: AbortSignal },
): Promise<{ readonly hits: readonly ForeignHit[]; readonly notices: readonly string[] }> {
  const notices: string[] = [];
  const answers = await Promise.all(
    finders.map(async (finder) => {
      try {
        const items = await ask(finder, options.signal, (signal) =>
          finder.find(plan.text, MOST_FOUND, signal),
        );
        return items.map((source, place) => ({ source, place, from: finder.title }));
      } catch (error) {
        if (!isFindersFault(error)) throw error;
        logger.warn({ finder: finder.title, error }, 'A source could not be asked for papers.');
        notices.push(`${finder.title} does not answer just now; these are the papers known here.`);
        return [];
      }
    }),
  );
  const holds = plan.demands === null ? () => true : createMatcher(plan.demands, options);
  const scorer = createScorer(words.wanted, words.statistics, plan.text);
  const hits = answers.flat().map(({ source, place, from }): ForeignHit => {
    const paper = mergePaper(null, source.facts, source.sighting);
    const candidate = {
      id: paper.id,
      ...indexedWords(paper),
      written: paper.title,
      listedOn: paper.firstListedOn,
    };
    const item = { paper, sightings: [source.sighting] };
    const fit = scorer(candidate);
    return { candidate, ...fit, item, from, trusted: place < TRUSTED_PLACES && fit.share > 0, source };
  });
  const fitting = hits.filter(({ all, share, trusted }) => all || trusted || share >= LEAST_SHARE);
  return { hits: fitting.filter(({ item }) => holds(item)), notices };
}

/** One paper from our own catalogue, else from whoever has it, which is then saved. @throws AppError `source` when nobody has it and somebody could not be asked */
export async function findPaper(
  id: string,
  { finders, papers, ask, logger }: BeyondDeps,
  caller: AbortSignal,
): Promise<{ readonly item: SightedPaper; readonly from: string | null } | null> {
  const [own] = await papers.get([id]);
  if (own !== undefined) return { item: own, from: null };
  let fault: AppError | null = null;
  for (const finder of finders) {
    try {
      const found = await ask(finder, caller, (signal) => finder.get(id, signal));
      if (found === null) continue;
      const [item] = await savePapers([found], papers);
      return item === undefined ? null : { item, from: finder.title };
    } catch (error) {
      if (!isFindersFault(error)) throw error;
      logger.warn({ finder: finder.title, error }, 'A source could not be asked for a paper.');
      fault ??= error instanceof AppError ? error : silent(finder.title, error);
    }
  }
  if (fault !== null) throw fault;
  return null;
}

/** Takes what others gave into our own catalogue. @returns the papers as they are known now, in the order of the items */
export async function savePapers(
  items: readonly SourceItem[],
  papers: Pick<PaperStore, 'get' | 'save'>,
): Promise<readonly SightedPaper[]> {
  if (items.length === 0) return [];
  await papers.save(items, mergePaper);
  return papers.get(items.map(({ facts }) => facts.id));
}

// --- Internal helpers ---

/** A source that fails, or that is not waited for any longer. */
function isFindersFault(error: unknown): boolean {
  return !(error instanceof AppError) || error.code === 'source';
}

function silent(title: string, cause: unknown): AppError {
  return new AppError(`${title} did not answer in time.`, { code: 'source', retryable: true, cause });
}

import { nearTopics } from '../commands/near-topics.js';
import { weekWindow } from '../digests/windows.js';
import { parseQuery } from '../topics/query.js';
import type { PaperStore } from '../ports/paper-store.js';
import { rankInOrder, type PaperViewDeps } from './paper-view.js';
import type { SearchAnswer } from './reading-types.js';

/** Papers of one answer. */
const LONGEST_ANSWER = 50;
/** A query of many words may have a notice on each. */
const MOST_NOTICES = 4;
/** Near topics named when nothing was found. */
const NEAR = 6;

/** Said instead of that no word is known, which is true of every word then. */
const NOTHING_READ =
  'Nothing has been read yet: papers can be found here some minutes after the first start, once a source has answered.';

export interface SearchAnswerDeps extends PaperViewDeps {
  readonly papers: PaperViewDeps['papers'] & Pick<PaperStore, 'count'>;
}

/** Looks for what somebody typed, in the catalogue and, as far as the search is let, beyond. */
export async function answerSearch(text: string, deps: SearchAnswerDeps): Promise<SearchAnswer> {
  const parsed = parseQuery(text);
  if (!parsed.ok) return { kind: 'fault', text, error: parsed.error };
  const now = await deps.clock.now();
  const { hits, notices } = await deps.search.search(parsed.query, {
    limit: LONGEST_ANSWER,
    now,
    signal: deps.signal(),
  });
  const finders = new Map(
    hits.map(({ item, from, byMeaning }) => [item.paper.id, byMeaning === true ? 'meaning' : from]),
  );
  const items = hits.map(({ item }) => item);
  const unread = items.length === 0 && (await deps.papers.count()) === 0;
  return {
    kind: 'found',
    text,
    papers: await rankInOrder(items, now, deps, (id) => finders.get(id) ?? null),
    notices: unread ? [NOTHING_READ] : notices.slice(0, MOST_NOTICES),
    near: items.length > 0 || unread ? [] : await nearTopics(text, await weekWindow(now, deps), NEAR),
    unread,
  };
}

import { parseForeignDoi } from '../papers/paper-id.js';
import { describeQueryError, parseQuery } from '../topics/query.js';
import type { Query } from '../topics/query-types.js';
import { button, notes, refusal, rows, text } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { paperById } from './find-paper.js';
import { listReply, LONGEST_LIST } from './lists.js';
import { nearTopics } from './near-topics.js';
import { searchNote } from './paper-lines.js';
import { topicByName } from './read-topic.js';
import type { CommandReply, ReplyBlock } from './reply.js';
import { quote, SLASH } from './wording.js';
import { weekWindow } from '../digests/windows.js';

/** Near topics named when nothing was found. */
const NEAR = 4;
/** A query of many words may have a notice on each. */
const MOST_NOTICES = 4;
export const NO_QUERY = `What shall I look for? Give words, a “phrase” or filters, like ${SLASH} search multilingual speech, or ${SLASH} search author:"yann lecun" since:90d.`;

/** `search query [share]`. */
export const search: Handler = async (asked, kitchen) => {
  const wanted = asked.options['query'] ?? '';
  if (wanted === '') return refusal(NO_QUERY);
  const doi = parseForeignDoi(wanted);
  if (doi !== null) return searchDoi(wanted, doi, asked, kitchen);
  const parsed = parseQuery(wanted);
  if (!parsed.ok) return refusal(describeQueryError(parsed.error));
  const result = await kitchen.search.search(parsed.query, {
    limit: LONGEST_LIST,
    now: asked.now,
    signal: asked.signal,
    ...(await topicsOf(parsed.query, asked, kitchen)),
  });
  if (result.hits.length === 0) return nothingFound(wanted, result.notices, asked, kitchen);
  return listReply(
    {
      title: `Search: ${quote(wanted)}`,
      notes: result.notices.slice(0, MOST_NOTICES),
      entries: result.hits.map(({ item, from, byMeaning }) => ({
        item,
        note: searchNote(item, asked.now, byMeaning === true ? 'meaning' : from),
      })),
      more: namesOnePaper(parsed.query) ? [] : subscribeRow(wanted),
      public: asked.options['share'] === 'true',
    },
    asked,
    kitchen,
  );
};

/** A row to get what was looked for every day; none for a query too long for a button. */
export function subscribeRow(wish: string): readonly ReplyBlock[] {
  return rows(button('Get this every day', { do: 'subscribe', query: wish }));
}

// --- Internal helpers ---

/** A DOI goes straight to its paper, as an arXiv id does. */
async function searchDoi(wanted: string, doi: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const found = await paperById(doi, asked, kitchen);
  if ('reply' in found) return found.reply;
  const entries = [{ item: found.item, note: searchNote(found.item, asked.now) }];
  const isPublic = asked.options['share'] === 'true';
  return listReply(
    { title: `Search: ${quote(wanted)}`, notes: [], entries, more: [], public: isPublic },
    asked,
    kitchen,
  );
}

/** The channel is read only for a query that names a topic. */
async function topicsOf(query: Query, asked: Asked, kitchen: Kitchen) {
  const named = query.alternatives.some(({ terms }) => terms.some(({ kind }) => kind === 'topic'));
  return named ? { topicByName: topicByName(await kitchen.channels.get(asked.key)) } : {};
}

function namesOnePaper({ alternatives }: Query): boolean {
  return alternatives.length === 1 && alternatives[0]?.terms.some(({ kind }) => kind === 'id') === true;
}

/** Says what was looked for, and what may find more. */
async function nothingFound(
  wanted: string,
  notices: readonly string[],
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply> {
  const near = await nearTopics(wanted, await weekWindow(asked.now, kitchen), NEAR);
  const filters = /\b(?:since|until|min|has|cat|author|org):/i.test(wanted);
  return {
    title: `Search: ${quote(wanted)}`,
    blocks: [
      text(`No paper matches ${quote(wanted)}.`),
      ...notes(...notices.slice(0, MOST_NOTICES)),
      text(
        filters
          ? 'Take a filter away (since:, min:, cat: …), or use fewer words.'
          : 'Use fewer or other words, or put | between alternatives: speech | audio.',
      ),
      ...(near.length === 0
        ? []
        : [
            text(
              `This week there are papers on: ${near.map((topic) => `${topic.label} (${topic.papers})`).join(', ')}.`,
            ),
          ]),
    ],
    failed: true,
  };
}

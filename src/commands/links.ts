import { findPaperIds } from '../papers/find-ids.js';
import { parsePaperId } from '../papers/paper-id.js';
import type { SearchHit } from '../search/search-types.js';
import { refusal } from './blocks.js';
import type { Asked, Kitchen } from './deps.js';
import { listReply, papersById } from './lists.js';
import { cardOf } from './paper.js';
import { searchNote, titleOf } from './paper-lines.js';
import type { CommandReply, ReplyBlock } from './reply.js';
import { quote, SLASH } from './wording.js';

/** Papers of one message that are looked at, and links shown as cards. */
const MOST = 5;
const SIMILAR = 25;

/** Papers like those a message names. */
export async function findSimilar(message: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const ids = findPaperIds(message);
  if (ids.length === 0)
    return refusal(
      `That message names no paper. I look for links to arXiv, alphaXiv or Hugging Face papers and for arXiv ids like 2607.23193; ${SLASH} search finds papers by words.`,
    );
  const wanted = ids.slice(0, MOST);
  const papers = (await papersById(wanted, asked, kitchen)).filter((item) => item !== null);
  if (papers.length === 0) return refusal(`Neither I nor the sources know ${wanted.join(', ')}.`);
  const found = await Promise.all(
    papers.map(({ paper }) => kitchen.search.similar(paper.id, { limit: SIMILAR, now: asked.now })),
  );
  const hits = merge(found, new Set(papers.map(({ paper }) => paper.id)));
  const titles = papers.map(({ paper }) => quote(titleOf(paper)));
  const title = `Similar to ${titles.length === 1 ? titles.join() : `${titles.length} papers`}`;
  if (hits.length === 0) return refusal(`No paper here is much like ${wanted.join(', ')}.`);
  const unknown = wanted.filter((id) => !papers.some(({ paper }) => paper.id === id));
  return listReply(
    {
      title,
      notes: [
        papers.length === 1 ? '' : `Of ${papers.map(({ paper }) => paper.id).join(', ')}.`,
        unknown.length === 0 ? '' : `Not known: ${unknown.join(', ')}.`,
        ids.length > MOST ? `Only the first ${MOST} papers of the message were looked at.` : '',
      ].filter((note) => note !== ''),
      entries: hits.map((hit) => ({ item: hit.item, note: searchNote(hit.item, asked.now, hit.from) })),
    },
    asked,
    kitchen,
  );
}

/** A card for each link to a known paper; nothing for the others, and nothing where the workspace does not want it. */
export async function unfurl(
  links: readonly string[],
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply> {
  const { platform, workspace } = asked.request.address;
  const settings = await kitchen.workspaces.get(platform, workspace);
  if (!settings.unfurl) return { title: null, blocks: [] };
  const named = [...new Set(links)].flatMap((link) => {
    const id = parsePaperId(link);
    return id === null ? [] : [{ link, id }];
  });
  const wanted = named.slice(0, MOST);
  const papers = await papersById(
    wanted.map(({ id }) => id),
    asked,
    kitchen,
  );
  const blocks: ReplyBlock[] = [];
  for (const [index, { link }] of wanted.entries()) {
    const item = papers[index] ?? null;
    if (item !== null) blocks.push({ kind: 'card', card: await cardOf(item, asked, kitchen), link });
  }
  return { title: null, blocks };
}

// --- Internal helpers ---

/** One list of several, the first of each before the second of any; each paper once, those asked for left out. */
function merge(lists: readonly (readonly SearchHit[])[], asked: ReadonlySet<string>): readonly SearchHit[] {
  const merged = new Map<string, SearchHit>();
  const longest = Math.max(...lists.map((list) => list.length));
  for (let place = 0; place < longest; place++)
    for (const hit of lists.flatMap((list) => list[place] ?? [])) {
      const { id } = hit.item.paper;
      if (!asked.has(id) && !merged.has(id)) merged.set(id, hit);
    }
  return [...merged.values()].slice(0, SIMILAR);
}

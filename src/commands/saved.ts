import { shortDay } from '../digests/day.js';
import { bibtexOf } from '../papers/bibtex.js';
import { paperPage } from '../papers/links.js';
import type { SavedPaper } from '../ports/people-store.js';
import { notes, refusal, rows, text, button } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { PAGE_SIZE, papersById, turnButtons } from './lists.js';
import { paperLine, searchNote, titleOf } from './paper-lines.js';
import { personHash } from './person.js';
import type { CommandReply, PaperLine } from './reply.js';
import { quote, SLASH } from './wording.js';

/** Stands in a page button for the presser's own list; kept lists have longer ids. */
export const SAVED_VIEW = 'saved';
const NONE = `You have saved no papers yet. Press Save on a card, or find one with ${SLASH} search.`;

/** `saved`: the first page of one's own papers. */
export const saved: Handler = (asked, kitchen) => savedPage(1, asked, kitchen);

/** A page of one's own papers as they are now, newest first. */
export async function savedPage(page: number, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const all = await kitchen.people.saved(personHash(asked, kitchen));
  if (all.length === 0) return { title: 'Your saved papers', blocks: [text(NONE)] };
  const pages = Math.ceil(all.length / PAGE_SIZE);
  const shown = Math.min(Math.max(1, page), pages);
  const first = (shown - 1) * PAGE_SIZE;
  const lines = await savedLines(all, first, asked, kitchen);
  const place = pages > 1 ? `Page ${shown} of ${pages} · ` : '';
  return {
    title: 'Your saved papers',
    blocks: [
      { kind: 'papers', papers: lines },
      ...notes(
        `${place}${all.length === 1 ? '1 paper' : `${all.length} papers`}, newest first. Only you see them.`,
      ),
      ...rows(
        lines.flatMap(({ paperId, position }) => button(`Remove ${position}`, { do: 'unsave', paperId })),
      ),
      ...rows([...turnButtons(SAVED_VIEW, shown, pages), ...button('BibTeX of all', { do: 'saved-bibtex' })]),
    ],
  };
}

/** One page of saved papers as lines. @param first 0-based */
export async function savedLines(
  all: readonly SavedPaper[],
  first: number,
  asked: Asked,
  kitchen: Kitchen,
): Promise<readonly PaperLine[]> {
  const entries = all.slice(first, first + PAGE_SIZE);
  const papers = await papersById(
    entries.map(({ paperId }) => paperId),
    asked,
    kitchen,
  );
  return entries.map(({ paperId, savedAt }, index) => {
    const position = first + index + 1;
    const when = `saved ${shortDay(savedAt.toISOString().slice(0, 10))}`;
    const item = papers[index] ?? null;
    if (item !== null) return paperLine(item, position, `${searchNote(item, asked.now)} · ${when}`);
    const url = paperPage({ id: paperId, onHuggingFace: false });
    return { paperId, position, title: paperId, url, note: when };
  });
}

/** The `Remove` button. Pressed twice it says so. */
export async function unsavePaper(paperId: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const was = await kitchen.people.unsave(personHash(asked, kitchen), paperId);
  const [item = null] = await kitchen.papers.get([paperId]);
  const title = quote(item === null ? paperId : titleOf(item.paper), 200);
  return {
    title: null,
    blocks: [
      text(was ? `Removed from your saved papers: ${title}.` : `${title} is not among your saved papers.`),
      ...rows([
        ...button('My saved papers', { do: 'saved' }),
        ...(was ? button('Save it again', { do: 'save', paperId }) : []),
      ]),
    ],
  };
}

/** The `BibTeX of all` button. */
export async function savedBibtex(asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const all = await kitchen.people.saved(personHash(asked, kitchen));
  if (all.length === 0) return refusal(NONE);
  const papers = await kitchen.papers.get(all.map(({ paperId }) => paperId));
  const byId = new Map(papers.map(({ paper }) => [paper.id, paper]));
  const entries = all.flatMap(({ paperId }) => {
    const paper = byId.get(paperId);
    return paper === undefined ? [] : [bibtexOf(paper)];
  });
  return {
    title: 'BibTeX of your saved papers',
    blocks: [{ kind: 'code', text: entries.join('\n\n'), fileName: 'saved-papers.bib' }],
  };
}

import { paperPage } from '../papers/links.js';
import type { ListView } from '../ports/answer-store.js';
import type { SightedPaper } from '../ports/paper-store.js';
import { button, notes, refusal, rows } from './blocks.js';
import type { Asked, Kitchen } from './deps.js';
import { paperLine } from './paper-lines.js';
import type { CommandReply, PaperLine, ReplyBlock, ReplyButton } from './reply.js';

/** Papers on one page of a list. */
export const PAGE_SIZE = 5;
/** A list is no longer than this. */
export const LONGEST_LIST = 50;
const OVER = 'This list is over: lists are kept for thirty days. Please ask for it again.';

export interface PaperList {
  readonly title: string;
  /** Shown above every page. */
  readonly notes: readonly string[];
  /** Best first. */
  readonly entries: readonly { readonly item: SightedPaper; readonly note: string }[];
  /** Shown below the first page only. */
  readonly more?: readonly ReplyBlock[];
  /** All see it already, so that there is nothing to share. */
  readonly public?: boolean;
}

/** The first page of a list. The list is kept, so that its buttons work for thirty days. */
export async function listReply(list: PaperList, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const entries = list.entries.slice(0, LONGEST_LIST);
  const shareable = list.public !== true && !asked.request.direct;
  const view = {
    title: list.title,
    notes: list.notes,
    papers: entries.map(({ item, note }) => ({ paperId: item.paper.id, note })),
  };
  const needsKeeping = shareable || entries.length > PAGE_SIZE;
  const id = needsKeeping ? await kitchen.views.keep(view) : null;
  const lines = entries.slice(0, PAGE_SIZE).map(({ item, note }, index) => paperLine(item, index + 1, note));
  const buttons = id === null ? [] : pageButtons(id, 1, pagesOf(view), shareable);
  const { title, blocks } = pageReply(view, 1, lines);
  return { title, blocks: [...blocks, ...rows(buttons), ...(list.more ?? [])] };
}

/** Another page of a kept list. */
export async function showPage(
  id: string,
  page: number,
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply> {
  const view = await kitchen.views.get(id);
  if (view === null) return refusal(OVER);
  const shown = withinPages(page, view);
  const { title, blocks } = pageReply(view, shown, await linesOf(view, shown, asked, kitchen));
  const buttons = pageButtons(id, shown, pagesOf(view), !asked.request.direct);
  return { title, blocks: [...blocks, ...rows(buttons)] };
}

/** A page of a kept list for all to see, once per place and day; again when the platform did not take it. */
export async function sharePage(
  id: string,
  page: number,
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply> {
  const view = await kitchen.views.get(id);
  if (view === null) return refusal(OVER);
  const shown = withinPages(page, view);
  const lines = await linesOf(view, shown, asked, kitchen);
  const claim = `share:${id}:${shown}:${asked.key}`;
  if (!(await kitchen.answers.claim(claim))) return refusal('This page was shared here already.');
  // Given up meanwhile: whoever waited has been told something else, and this goes nowhere.
  if (asked.signal.aborted) await kitchen.answers.release(claim);
  return { ...pageReply(view, shown, lines), claim };
}

/** `◀ Previous` and `Next ▶`, as far as there are such pages. */
export function turnButtons(id: string, page: number, pages: number): readonly ReplyButton[] {
  return [
    ...(page > 1 ? button('◀ Previous', { do: 'page', view: id, page: page - 1 }) : []),
    ...(page < pages ? button('Next ▶', { do: 'page', view: id, page: page + 1 }) : []),
  ];
}

/** Papers by id in that order, our own first asked; `null` stands for one that nobody knows any more. */
export async function papersById(
  ids: readonly string[],
  asked: Asked,
  kitchen: Kitchen,
): Promise<readonly (SightedPaper | null)[]> {
  const known = new Map((await kitchen.papers.get(ids)).map((item) => [item.paper.id, item]));
  return Promise.all(ids.map(async (id) => known.get(id) ?? (await beyond(id, asked, kitchen))));
}

// --- Internal helpers ---

function pageReply(view: ListView, page: number, lines: readonly PaperLine[]): CommandReply {
  const pages = pagesOf(view);
  const place = pages > 1 ? `Page ${page} of ${pages} · ${view.papers.length} papers` : '';
  return {
    title: view.title,
    blocks: [...notes(...view.notes), { kind: 'papers', papers: lines }, ...notes(place)],
  };
}

function pageButtons(id: string, page: number, pages: number, shareable: boolean): readonly ReplyButton[] {
  const share = shareable ? button('Share to channel', { do: 'share', view: id, page }) : [];
  return [...turnButtons(id, page, pages), ...share];
}

function pagesOf(view: ListView): number {
  return Math.max(1, Math.ceil(view.papers.length / PAGE_SIZE));
}

function withinPages(page: number, view: ListView): number {
  return Math.min(Math.max(1, page), pagesOf(view));
}

async function linesOf(
  view: ListView,
  page: number,
  asked: Asked,
  kitchen: Kitchen,
): Promise<readonly PaperLine[]> {
  const first = (page - 1) * PAGE_SIZE;
  const entries = view.papers.slice(first, first + PAGE_SIZE);
  const papers = await papersById(
    entries.map(({ paperId }) => paperId),
    asked,
    kitchen,
  );
  return entries.map(({ paperId, note }, index) => {
    const item = papers[index] ?? null;
    const position = first + index + 1;
    if (item !== null) return paperLine(item, position, note);
    const url = paperPage({ id: paperId, onHuggingFace: false });
    return { paperId, position, title: paperId, url, note };
  });
}

/** A paper that our catalogue lacks; a source that does not answer is no reason to show nothing. */
async function beyond(id: string, asked: Asked, kitchen: Kitchen): Promise<SightedPaper | null> {
  try {
    return await kitchen.search.paper(id, asked.signal);
  } catch {
    return null;
  }
}

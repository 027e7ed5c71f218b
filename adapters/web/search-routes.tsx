import type { Hono } from 'hono';
import { cleanText } from '../../src/text/clean.js';
import { noSuchPart, NOW, readPart, type Desk } from './desk.js';
import { partsOf } from './list-page.js';
import { paperPath, searchPath } from './paths.js';
import { sendPage } from './respond.js';
import { SearchPage } from './search-page.js';

/** Longer texts are answered with their fault, which does not show all of them. */
const LONGEST_READ = 2_000;

/** `/search?q=`: what was found; the paper itself for an id or a link. */
export function addSearchRoutes(app: Hono, desk: Desk): void {
  app.get('/search', async (c) => {
    const text = cleanText((c.req.query('q') ?? '').slice(0, LONGEST_READ));
    const answer = await desk.reading.search(text);
    if (answer.kind === 'paper') return c.redirect(paperPath(answer.paperId));
    const fault = answer.kind === 'fault';
    const part = readPart(c, fault ? 1 : partsOf(answer.papers.length));
    if (part === null) return noSuchPart(c, desk, searchPath(text));
    const page = await desk.keeper.page(answer, String(part), () => (
      <SearchPage frame={desk.frame} answer={answer} part={part} />
    ));
    return sendPage(c, page, fault ? null : NOW, fault ? 400 : 200);
  });
}

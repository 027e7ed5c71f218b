import type { Context, Hono } from 'hono';
import { paperIdIn } from '../../src/commands/find-paper.js';
import type { PaperView } from '../../src/reading/reading-types.js';
import { NOW, type Desk } from './desk.js';
import { PaperPage } from './paper-page.js';
import { paperPath, searchPath } from './paths.js';
import { sendPage } from './respond.js';

const PLACE = '/papers/';
const LONGEST = 600;

/** `/papers/2607.23193`, and its BibTeX entry as a file at `….bib`. */
export function addPaperRoutes(app: Hono, desk: Desk): void {
  app.get('/papers', (c) => c.redirect('/'));
  app.get('/papers/*', async (c) => {
    const { given, file } = readPath(c);
    const id = given === null ? null : paperIdIn(given);
    if (id === null) return noId(c, given ?? '', desk);
    if (given !== id) return c.redirect(`${paperPath(id)}${file ? '.bib' : ''}`, 301);
    const view = await desk.reading.paper(id);
    if (view === null) return unknown(c, id, desk);
    if (file) return bibtex(c, id, view);
    const page = await desk.keeper.page(view, 'paper', () => <PaperPage frame={desk.frame} view={view} />);
    return sendPage(c, page, NOW);
  });
}

// --- Internal helpers ---

/** The id as it stands in the address, null when it cannot be read; and whether the file is meant. */
function readPath(c: Context): { readonly given: string | null; readonly file: boolean } {
  const raw = new URL(c.req.url).pathname.slice(PLACE.length);
  const file = raw.endsWith('.bib');
  try {
    const given = decodeURIComponent(file ? raw.slice(0, -'.bib'.length) : raw);
    return { given: given.length > LONGEST ? null : given, file };
  } catch {
    return { given: null, file };
  }
}

function bibtex(c: Context, id: string, { bibtex: entry }: PaperView): Response {
  const name = `${id.replace(/[^A-Za-z0-9.-]+/g, '-')}.bib`;
  return c.body(`${entry}\n`, 200, {
    'content-type': 'application/x-bibtex; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': `public, max-age=${String(NOW)}`,
  });
}

function noId(c: Context, given: string, desk: Desk): Promise<Response> {
  return desk.fault(
    c,
    400,
    'That is no paper’s id',
    <>
      <p>Papers have addresses like /papers/2607.23193 or /papers/hep-th/9901001.</p>
      {given === '' ? null : (
        <p>
          <a href={searchPath(given)}>Search for these words instead</a>
        </p>
      )}
    </>,
  );
}

function unknown(c: Context, id: string, desk: Desk): Promise<Response> {
  return desk.fault(
    c,
    404,
    'That paper is not known',
    <p>
      Neither the catalogue nor the sources have a paper {id}. Check the id, or search for words of its title.
    </p>,
  );
}

import type { Child, FC } from 'hono/jsx';
import type { PaperList, ReadPaper } from '../../src/reading/reading-types.js';
import { assets } from './assets.js';
import { fit } from './fit.js';

/** What a page is about, for whoever adds to its head. */
export type PageSubject =
  | { readonly kind: 'list'; readonly list: PaperList }
  | { readonly kind: 'paper'; readonly paper: ReadPaper }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'other' };

/** What others add to the head of a page. */
export interface HeadExtras {
  /** Shown to feed readers as `<link rel="alternate">`. */
  readonly feeds: readonly { readonly type: string; readonly title: string; readonly href: string }[];
  /** The picture of a link to the page, absolute; null = none. */
  readonly picture: {
    readonly url: string;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
  } | null;
}

/** What all pages share. */
export interface Frame {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Where one subscribes, below every list: the same for all readers. Default: no such place. */
  readonly box?: () => Child;
  /** Default: nothing is added. */
  readonly head?: (subject: PageSubject) => HeadExtras;
}

export interface PageProps {
  readonly frame: Frame;
  /** In the browser's tab, before the name of the site. */
  readonly title: string;
  /** Path and query of the page itself; null for pages that are not to be found again. */
  readonly path: string | null;
  readonly subject?: PageSubject;
  /** One sentence for search engines and link previews. */
  readonly description?: string;
  /** What stands in the search box. */
  readonly query?: string;
  readonly children?: Child;
}

const ROOMS: readonly (readonly [path: string, label: string])[] = [
  ['/', 'Today'],
  ['/week', 'Week'],
  ['/month', 'Month'],
  ['/days', 'Archive'],
  ['/topics', 'Topics'],
  ['/preview', 'In chat'],
  ['/about', 'About'],
];
const MOTTO = 'Trending research papers, every day';

/** The frame of every page: masthead, the way around, search, and what the page is about. */
export const Page: FC<PageProps> = ({ children, ...props }) => (
  <html lang="en">
    <Head {...props} />
    <body>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Masthead path={props.path} query={props.query ?? ''} />
      <main id="main" tabindex={-1}>
        {children}
      </main>
      <Footer />
    </body>
  </html>
);

// --- Internal helpers ---

const Head: FC<Omit<PageProps, 'children'>> = ({ frame, title, path, subject, description }) => {
  const extras = frame.head?.(subject ?? { kind: 'other' }) ?? { feeds: [], picture: null };
  const whole =
    title === 'Broadsheet' ? `Broadsheet: ${MOTTO.toLowerCase()}` : `${fit(title, 400)} · Broadsheet`;
  const said = fit(description ?? `${MOTTO}, ranked by the attention they gather.`, 600);
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{whole}</title>
      <meta name="description" content={said} />
      <meta name="color-scheme" content="light dark" />
      {path === null ? (
        <meta name="robots" content="noindex" />
      ) : (
        <link rel="canonical" href={`${frame.publicUrl}${path}`} />
      )}
      <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
      <link rel="stylesheet" href={assets.style} />
      <script src={assets.script} defer></script>
      {extras.feeds.map(({ type, title: name, href }) => (
        <link rel="alternate" type={type} title={fit(name, 400)} href={href} />
      ))}
      <meta property="og:site_name" content="Broadsheet" />
      <meta property="og:title" content={fit(title, 400)} />
      <meta property="og:description" content={said} />
      {extras.picture === null ? null : (
        <>
          <meta property="og:image" content={extras.picture.url} />
          <meta property="og:image:alt" content={fit(extras.picture.alt, 800)} />
          <meta property="og:image:width" content={String(extras.picture.width)} />
          <meta property="og:image:height" content={String(extras.picture.height)} />
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
    </head>
  );
};

const Masthead: FC<{ readonly path: string | null; readonly query: string }> = ({ path, query }) => (
  <header class="masthead">
    <div class="title">
      <p class="name">
        <a href="/">Broadsheet</a>
      </p>
      <p class="motto">{MOTTO}</p>
    </div>
    <div class="bar">
      <nav aria-label="Pages">
        <ul>
          {ROOMS.map(([to, label]) => (
            <li>
              <a href={to} {...(isRoom(path, to) ? { 'aria-current': path === to ? 'page' : 'true' } : {})}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form role="search" action="/search" method="get">
        <label for="q" class="unseen">
          Search papers
        </label>
        <input
          id="q"
          name="q"
          type="search"
          value={fit(query, 3_000)}
          placeholder="Search papers"
          autocomplete="off"
          maxlength={500}
        />
        <button type="submit">Search</button>
      </form>
    </div>
  </header>
);

function isRoom(path: string | null, room: string): boolean {
  if (path === null) return false;
  if (room === '/days') return /^\/(?:days|weeks|months)\b/.test(path);
  return path === room || (room !== '/' && (path.startsWith(`${room}/`) || path.startsWith(`${room}?`)));
}

const Footer: FC = () => (
  <footer class="foot">
    <p>
      Broadsheet posts this list to Discord and Slack as well. <a href="/about">How the ranking works</a> ·{' '}
      <a href="/preview">How it looks in chat</a>
    </p>
    <p>
      Papers and votes from Hugging Face Daily Papers; papers from arXiv, with thanks for the use of its open
      access interoperability. Sentences marked “AI summary” are written by a machine.
    </p>
  </footer>
);

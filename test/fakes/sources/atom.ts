import type { FakePaper } from './seed.js';

const NAMESPACES =
  'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"';
const HEADER = "<?xml version='1.0' encoding='UTF-8'?>\n";

/** Text as XML content. */
export function xml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

export interface Announced {
  readonly paper: FakePaper;
  readonly type: 'new' | 'cross' | 'replace' | 'replace-cross';
}

/** The announcement feed of one category as rss.arxiv.org makes it. @param day announcement day */
export function announcementFeed(category: string, day: string, entries: readonly Announced[]): string {
  const midnight = `${day}T00:00:00-05:00`;
  const items = entries.map(({ paper, type }) => {
    const id = `${paper.id}v${type.startsWith('replace') ? 2 : 1}`;
    return `<entry>
  <id>oai:arXiv.org:${id}</id>
  <title>${xml(paper.title)}</title>
  <updated>${midnight}</updated>
  <link href="https://arxiv.org/abs/${paper.id}" rel="alternate" type="text/html"/>
  <summary>arXiv:${id} Announce Type: ${type} \nAbstract: ${xml(paper.abstract)}</summary>
  ${paper.categories.map((term) => `<category term="${term}"/>`).join('')}
  <published>${midnight}</published>
  <arxiv:announce_type>${type}</arxiv:announce_type>
  <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
  <dc:creator>${xml(paper.authors.join(', '))}</dc:creator>
</entry>`;
  });
  return `${HEADER}<feed ${NAMESPACES} xml:lang="en-us">
<id>http://rss.arxiv.org/atom/${category}</id>
<title>${category} updates on arXiv.org</title>
<updated>${midnight}</updated>
<link href="http://rss.arxiv.org/atom/${category}" rel="self" type="application/atom+xml"/>
<subtitle>${category} updates on the arXiv.org e-print archive.</subtitle>
${items.join('\n')}
</feed>`;
}

/** What the feed server answers, with status 400, for a category it does not know. */
export function errorFeed(category: string): string {
  return `${HEADER}<feed ${NAMESPACES}><id>http://rss.arxiv.org/atom/${xml(category)}</id>
<title>Feed error for query: http://rss.arxiv.org/atom/${xml(category)}</title>
<updated>2026-11-20T00:00:00-05:00</updated><subtitle>Bad archive or category.</subtitle></feed>`;
}

/** One page of the query API. */
export function queryFeed(papers: readonly FakePaper[], total: number, start: number): string {
  const entries = papers.map(
    (paper) => `<entry>
  <id>http://arxiv.org/abs/${paper.id}v1</id>
  <title>${xml(paper.title)}</title>
  <updated>${paper.submittedAt}</updated>
  <link href="https://arxiv.org/abs/${paper.id}v1" rel="alternate" type="text/html"/>
  <link href="https://arxiv.org/pdf/${paper.id}v1" rel="related" type="application/pdf" title="pdf"/>
  <summary>  ${xml(paper.abstract)}
</summary>
  ${paper.categories.map((term) => `<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>`).join('')}
  <category term="68T50" scheme="http://arxiv.org/schemas/atom"/>
  <category term="I.2.7" scheme="http://arxiv.org/schemas/atom"/>
  <published>${paper.submittedAt}</published>
  ${paper.comment === undefined ? '' : `<arxiv:comment>${xml(paper.comment)}</arxiv:comment>`}
  <arxiv:primary_category term="${paper.categories[0] ?? ''}"/>
  ${paper.authors.map((name) => `<author><name>${xml(name)}</name></author>`).join('')}
</entry>`,
  );
  return `${HEADER}<feed ${NAMESPACES}>
<id>https://arxiv.org/api/fake</id><title>arXiv Query: &amp;start=${start}</title><updated>2026-11-20T00:00:00Z</updated>
<opensearch:itemsPerPage>100</opensearch:itemsPerPage>
<opensearch:totalResults>${total}</opensearch:totalResults>
<opensearch:startIndex>${start}</opensearch:startIndex>
${entries.join('\n')}
</feed>`;
}

/** An error of the query API: a feed with one entry. */
export function apiErrorFeed(reason: string): string {
  return `${HEADER}<feed ${NAMESPACES}><id>https://arxiv.org/api/fake</id><title>arXiv Query</title>
<opensearch:totalResults>1</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<entry><id>http://arxiv.org/api/errors#bad_request</id><title>Error</title>
<summary>${xml(reason)}</summary><updated>2026-11-20T00:00:00Z</updated><author><name>arXiv api core</name></author></entry></feed>`;
}

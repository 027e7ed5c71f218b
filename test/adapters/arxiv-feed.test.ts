import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAuthors } from '../../adapters/arxiv/authors.js';
import { announcementDay, readFeed } from '../../adapters/arxiv/feed.js';
import { announcementFeed, errorFeed, type Announced } from '../fakes/sources/atom.js';
import { seedPapers, type FakePaper } from '../fakes/sources/seed.js';

const NOW = new Date('2026-11-20T06:00:00Z');
const asked = { category: 'cs.CL', where: 'rss.arxiv.org/atom/cs.CL', observedAt: NOW };
const base = seedPapers(1, '2026-11-20')[0]!;

const announced = (change: Partial<FakePaper> = {}, type: Announced['type'] = 'new'): Announced => ({
  paper: { ...base, ...change },
  type,
});
const read = (...entries: Announced[]) =>
  readFeed(announcementFeed('cs.CL', '2026-11-20', entries), asked, '2026-11-19');
const readBody = (body: string) => readFeed(body, asked, '2026-11-19');

describe('the announcement feed', () => {
  it('gives title, abstract without its prefix, authors, categories and the announcement day', () => {
    expect(read(announced()).items[0]).toEqual({
      facts: {
        id: base.id,
        source: 'arxiv',
        title: base.title,
        abstract: base.abstract,
        authors: base.authors,
        categories: base.categories,
      },
      sighting: {
        paperId: base.id,
        source: 'arxiv',
        list: 'announcement',
        listedOn: '2026-11-20',
        observedAt: NOW,
        signals: {},
      },
    });
  });

  it('lists what is new or crossed over, and no replacement', () => {
    const types = ['new', 'cross', 'replace', 'replace-cross'] as const;
    const reading = read(...types.map((type, n) => announced({ id: `2611.0000${n}` }, type)));
    expect(reading.items.map(({ facts }) => facts.id)).toEqual(['2611.00000', '2611.00001']);
    expect(reading.skipped).toEqual([]);
  });

  it('is empty on a day without mailing, which is no fault', () => {
    expect(read()).toEqual({ items: [], skipped: [], newest: null });
    expect(readBody('<feed/>').items).toEqual([]);
  });

  it('tells its newest day even when it lists only replacements', () => {
    expect(read(announced({}, 'replace')).newest).toBe('2026-11-20');
  });

  it('reads entities and numbers once, not twice', () => {
    const body = announcementFeed('cs.CL', '2026-11-20', [announced({ title: 'T' })]).replace(
      '<title>T</title>',
      '<title>a &lt; b &amp;amp; caf&#233; &#x2014; &amp;lt;script&amp;gt;</title>',
    );
    expect(readBody(body).items[0]?.facts.title).toBe('a < b &amp; café — &lt;script&gt;');
  });

  it('reads a feed with very many entities whole', () => {
    const many = Array.from({ length: 1_500 }, (_, n) =>
      announced({ id: `2611.1${String(n).padStart(4, '0')}` }),
    );
    expect(read(...many).items).toHaveLength(1_500);
  });

  it('takes old-style ids, and the link when the id is something else', () => {
    expect(read(announced({ id: 'hep-th/9901001' })).items[0]?.facts.id).toBe('hep-th/9901001');
    const body = announcementFeed('cs.CL', '2026-11-20', [announced()]).replace(
      /<id>oai:.*<\/id>/,
      '<id>tag:1</id>',
    );
    expect(readBody(body).items[0]?.facts.id).toBe(base.id);
  });

  it('skips and names an entry that does not fit, and keeps the others', () => {
    const reading = read(announced({ id: '2607.language-model' }), announced({ title: '  ' }), announced());
    expect(reading.items).toHaveLength(1);
    expect(reading.skipped.map(({ reason }) => reason)).toEqual([
      'its id is not an arXiv id',
      'it has no title',
    ]);
  });

  it('names category and setting when the feed server does not know the category', () => {
    expect(() => readBody(errorFeed('cs.XX'))).toThrow('arXiv has no category cs.CL.');
  });

  const whole = announcementFeed('cs.CL', '2026-11-20', [announced(), announced({ id: '2611.00009' })]);
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>down<br></body></html>', 'a web page'],
    ['a web page without a type', '<html><body><p>down</p></body></html>', 'a web page'],
    ['nothing', '', 'nothing'],
    ['JSON', '{"entries":[]}', 'not well-formed'],
    ['another document', '<rss><channel/></rss>', 'something else'],
    ['cut in two', whole.slice(0, whole.length * 0.7), 'breaks off'],
    ['cut between two entries', whole.slice(0, whole.indexOf('</entry>') + 8), 'breaks off'],
    ['one that defines entities', `<!DOCTYPE feed [<!ENTITY a "b">]>${whole}`, 'DOCTYPE'],
  ])('is refused with a sentence when it is %s', (_what, body, words) => {
    expect(() => readBody(body)).toThrow(words);
    expect(() => readBody(body)).toThrow('rss.arxiv.org/atom/cs.CL');
  });

  it.each(['__proto__', 'constructor', 'toString'])('is not upset by an element called %s', (name) => {
    const body = whole.replace('</entry>', `<${name}>x</${name}></entry>`);
    let outcome: unknown;
    try {
      outcome = readBody(body).items.length;
    } catch (error) {
      outcome = error;
    }
    if (outcome !== 2) expect(outcome).toMatchObject({ code: 'source', fault: 'unreadable' });
  });

  it('gives back any text that it was given', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((s) => /^[^\p{C}\s\\$`'-]+$/u.test(s));
    fc.assert(
      fc.property(text, text, (title, abstract) => {
        expect(read(announced({ title, abstract })).items[0]?.facts).toMatchObject({ title, abstract });
      }),
    );
  });
});

describe('the same feed as RSS 2.0', () => {
  const rss = `<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link>
<item><title>A Title</title><link>https://arxiv.org/abs/2611.00001</link>
<description>arXiv:2611.00001v1 Announce Type: new \nAbstract: Text &amp; more.</description>
<guid isPermaLink="false">oai:arXiv.org:2611.00001v1</guid><category>cs.CL</category><category>cs.AI</category>
<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>new</arxiv:announce_type>
<dc:creator>Ada Marsh, Bo Lindqvist</dc:creator></item>
<item><title>Another</title><guid>nonsense</guid></item></channel></rss>`;

  it('gives the same facts', () => {
    const { items, skipped, newest } = readBody(rss);
    expect(newest).toBe('2026-11-20');
    expect(skipped).toHaveLength(1);
    expect(items).toHaveLength(1);
    expect(items[0]?.facts).toEqual({
      id: '2611.00001',
      source: 'arxiv',
      title: 'A Title',
      abstract: 'Text & more.',
      authors: ['Ada Marsh', 'Bo Lindqvist'],
      categories: ['cs.CL', 'cs.AI'],
    });
  });
});

describe('the announcement day of an entry', () => {
  it.each([
    ['2026-11-20T00:00:00-05:00', '2026-11-20'],
    ['2026-07-15T00:00:00-04:00', '2026-07-15'],
    ['2026-11-20T00:00:00+00:00', '2026-11-20'],
    ['2026-11-20T05:00:02+00:00', '2026-11-20'],
    ['2026-11-20T04:30:00Z', '2026-11-19'],
    ['2026-11-20', '2026-11-20'],
    ['Fri, 20 Nov 2026 00:00:00 -0500', '2026-11-20'],
    ['Fri, 20 Nov 2026 05:00:02 +0000', '2026-11-20'],
    ['soon', null],
    ['20', null],
    [undefined, null],
  ])('written %s is %s', (value, day) => {
    expect(announcementDay(value)).toBe(day);
  });
});

describe("the feed's line of authors", () => {
  it.each([
    ['Ada Marsh, Bo Lindqvist', ['Ada Marsh', 'Bo Lindqvist']],
    ['Paulo Andr\\\'e de Souza, J\\"org M\\"uller', ['Paulo André de Souza', 'Jörg Müller']],
    ['Ada Marsh (Uni A, Dept. B (Lab C)), Bo Lindqvist (Uni D)', ['Ada Marsh', 'Bo Lindqvist']],
    ['Ada Marsh (broken, Bo Lindqvist', ['Ada Marsh (broken', 'Bo Lindqvist']],
    ['', []],
    [' , ,', []],
  ])('%j names %j', (line, names) => {
    expect(splitAuthors(line)).toEqual(names);
  });
});

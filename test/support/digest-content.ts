import { withPicture } from '../../src/digests/digest-picture.js';
import type { Card, DigestContent } from '../../src/digests/digest.js';

const SUBJECTS = [
  'Speech models that listen before they answer',
  'Small language models for long documents',
  'Counting objects in crowded scenes',
  'A robot hand that learns from touch',
  'Faster sampling for video diffusion',
  'Graph search with a learned heuristic',
  'Reading tables the way accountants do',
] as const;

/**
 * One card as the core makes it: clean text, all fields filled.
 * @param position 1-based place; also picks title and numbers, so that cards differ
 */
export function sampleCard(position: number, overrides: Partial<Card> = {}): Card {
  const paperId = `2611.${String(10_000 + position)}`;
  const subject = SUBJECTS[(position - 1) % SUBJECTS.length] ?? SUBJECTS[0];
  const round = Math.floor((position - 1) / SUBJECTS.length);
  const upvotes = Math.max(3, 91 - 7 * position);
  return {
    paperId,
    position,
    title: round === 0 ? subject : `Study ${position} on ${subject.toLowerCase()}`,
    url: `https://arxiv.org/abs/${paperId}`,
    authors: 'Ada Lovelace, Alan Turing and 9 others',
    gist: {
      text: `Paper ${position} shows that a simple change of the training order halves the error at no extra cost.`,
      origin: position % 2 === 1 ? 'ai-summary' : 'abstract',
    },
    why: `▲ ${upvotes} upvotes in 20 h · ★ +${300 + position} this week`,
    numbers: { upvotes, comments: position, githubStars: 1200 + position },
    sparkline: '▁▂▃▅▇',
    thumbnailUrl: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paperId}.png`,
    links: [
      { label: 'arXiv', url: `https://arxiv.org/abs/${paperId}` },
      { label: 'PDF', url: `https://arxiv.org/pdf/${paperId}` },
      { label: 'Hugging Face', url: `https://huggingface.co/papers/${paperId}` },
      { label: 'Code', url: `https://github.com/example/paper-${position}` },
    ],
    topics: ['multilingual', 'speech'],
    ...overrides,
  };
}

const SLOT_AT = new Date('2026-11-23T08:00:00Z');

/** A normal day: Monday, 23 November 2026, five papers and their picture. */
export function sampleContent(overrides: Partial<DigestContent> = {}): DigestContent {
  const content = {
    slot: '2026-11-23',
    day: 'Monday, 23 November 2026',
    zone: 'Europe/Berlin',
    late: false,
    notices: [],
    considered: 312,
    topics: ['multilingual', 'speech'],
    cards: [1, 2, 3, 4, 5].map((position) => sampleCard(position)),
    sample: false,
    ...overrides,
  };
  return 'picture' in overrides ? content : withPicture(content, [], SLOT_AT);
}

/** The largest digest a channel can ask for, with titles and why lines of a generous real length. */
export function twentyCards(): DigestContent {
  const cards = Array.from({ length: 20 }, (_, index) => {
    const card = sampleCard(index + 1);
    const tail =
      ' with evidence from twelve languages, four benchmarks and one very patient group of annotators';
    return { ...card, title: card.title + tail, why: `${card.why} · matches: multilingual, speech` };
  });
  return sampleContent({ cards, late: true, notices: ['arXiv could not be read today.'] });
}

/** Strings that break careless renderers; every publisher must show them as harmless text. */
export const HOSTILE_TEXTS = [
  'A long title '.repeat(800).trim(),
  'عنوان من اليمين إلى اليسار \u202Ereversed\u202C \u2066isolated\u2069',
  '@everyone and @here, also <@123456789012345678> and <@&123456789012345678>',
  '<!channel> <!here> <!everyone> <!subteam^S012345> <@U012345> <#C012345|general>',
  'A paper](javascript:alert(1)) and [click](https://evil.example) and <https://evil.example|here>',
  'half \uD83D a pair \uDE00 twice \uDC00\uD800, and a NUL \u0000 inside',
  '# Heading\n> quote\n- list\n-# small\n```js\ncode``` **bold** __under__ ~~strike~~ ||spoiler|| `tick` *i* _i_',
  '<t:1700000000:R> </papers:1234> <id:customize> :smile: <a:wave:123456789012345678> &amp; &lt;b&gt;',
  '👨‍👩‍👧‍👦'.repeat(400),
  'e\u0301'.repeat(3000),
  '   \n\t  ',
  '\u200B\u200D\u2060\uFEFF',
] as const;

/** One card per hostile text, the text in every field; plus one card with every optional part missing. */
export function hostileContent(): DigestContent {
  const cards = HOSTILE_TEXTS.map((text, index) =>
    sampleCard(index + 1, {
      title: text,
      authors: text,
      gist: { text, origin: index % 2 === 0 ? 'ai-summary' : 'abstract' },
      why: text,
      topics: [text],
      sparkline: '▁▂▃▅▇',
    }),
  );
  const bare = bareCard(cards.length + 1);
  return sampleContent({ cards: [...cards, bare], notices: [...HOSTILE_TEXTS], topics: [...HOSTILE_TEXTS] });
}

/** A card that knows nothing but its paper. */
export function bareCard(position: number): Card {
  return sampleCard(position, {
    authors: '',
    gist: null,
    why: 'new today',
    numbers: {},
    sparkline: '',
    thumbnailUrl: null,
    links: [],
    topics: [],
  });
}

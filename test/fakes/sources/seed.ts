/** A paper as both fakes know it. Everything in it is invented. */
export interface FakePaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  /** Primary first. */
  readonly categories: readonly string[];
  /** Instant of submission to arXiv. */
  readonly submittedAt: string;
  readonly comment?: string;
  readonly upvotes?: number;
  readonly comments?: number;
  readonly githubRepo?: string;
  readonly githubStars?: number;
  readonly aiSummary?: string;
  readonly keywords?: readonly string[];
  readonly organization?: string;
  readonly projectPage?: string;
}

const METHODS = ['Lanterns', 'Ferryman', 'Quill', 'Harbour', 'Juniper', 'Ledger', 'Orchard', 'Tidepool'];
const VERBS = ['Pruning', 'Routing', 'Aligning', 'Compressing', 'Probing', 'Distilling', 'Watermarking'];
const THINGS = [
  'Long-Context Readers',
  'Speech Recognisers',
  'Diffusion Policies',
  'Retrieval Agents',
  'Code Models',
];
const ENDS = [
  'without Labels',
  'at the Edge',
  'under Shift',
  'in One Pass',
  'with Small Teachers',
  'by Votes',
];
const NAMES = [
  'Ada Marsh',
  'Bo Lindqvist',
  'Chidi Okoro',
  'Dana Petrov',
  'Émile Roux',
  'Fatima Zahra',
  'Gao Lin',
];
const AREAS = ['cs.CL', 'cs.CV', 'cs.LG', 'cs.AI', 'stat.ML'];

const pick = <T>(all: readonly T[], index: number): T => all[index % all.length]!;

/** Days before `day` as `YYYY-MM-DD`. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * A plausible list of so many papers, the same every time.
 * @param day the list day; ids carry its month, submissions are two days older
 * @param first number of the first paper, so that days do not share ids
 */
export function seedPapers(count: number, day: string, first = 1): readonly FakePaper[] {
  return Array.from({ length: count }, (_, index) => seedPaper(first + index, day));
}

function seedPaper(number: number, day: string): FakePaper {
  const method = pick(METHODS, number);
  const title = `${method}-${number}: ${pick(VERBS, number * 3)} ${pick(THINGS, number)} ${pick(ENDS, number * 5)}`;
  const hasCode = number % 3 !== 0;
  return {
    id: `${day.slice(2, 4)}${day.slice(5, 7)}.${String(10_000 + number).padStart(5, '0')}`,
    title,
    abstract: `We study ${pick(THINGS, number).toLowerCase()}. ${method} needs no labels & keeps p < 0.05 on ${2 + (number % 7)} benchmarks. Code is public.`,
    authors: [pick(NAMES, number), pick(NAMES, number + 2), pick(NAMES, number + 5)],
    categories: [pick(AREAS, number), pick(AREAS, number + 1)],
    submittedAt: `${daysBefore(day, 2)}T${String(8 + (number % 9)).padStart(2, '0')}:30:00Z`,
    comment: `${8 + (number % 20)} pages`,
    upvotes: (number * 37) % 91,
    comments: number % 5,
    ...(hasCode
      ? {
          githubRepo: `https://github.com/${method.toLowerCase()}-lab/repo-${number}`,
          githubStars: number * 3,
        }
      : {}),
    aiSummary: `${method} makes ${pick(THINGS, number).toLowerCase()} cheaper.`,
    keywords: [pick(THINGS, number).toLowerCase(), 'efficiency'],
    ...(number % 2 === 0 ? { organization: `${method} Institute` } : {}),
  };
}

import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chooseCards } from '../src/digests/choose.js';
import { createWindow, type RankedWindow } from '../src/digests/ranking-cache.js';
import type { SightedPaper } from '../src/ports/paper-store.js';
import { rankPapers } from '../src/ranking/rank.js';
import type { RankedPaper } from '../src/ranking/ranked-paper.js';
import { createTaste } from '../src/ranking/taste.js';
import { builtinTopics } from '../src/topics/builtin.js';
import { builtinQuery, createMatcher, type Matcher } from '../src/topics/match.js';
import { listedPapers } from './support/listed-papers.js';
import { thisMachine, type Machine } from './support/machine.js';

const DAY = 86_400_000;
const PRESSES = [0, 1, 2, 3, 5, 10, 20, 40];
/** Cards a digest. */
const COUNT = 10;
/** List days on which digests are made, the last of the data; presses are of the sixty days before. */
const EVENINGS = 12;
const PRESSED_WITHIN = 60 * DAY;
/** Topics rarer or more common than this share of the lists cannot show a doubling. */
const SHARES = [0.02, 0.3] as const;

export interface TasteReport {
  readonly date: string;
  readonly machine: Machine;
  readonly load: number;
  readonly evenings: number;
  /** Names of the hidden topics. */
  readonly channels: readonly string[];
  /** Share of the cards that were of the hidden topic, 0 … 1, by the number of presses. */
  readonly curve: readonly { readonly presses: number; readonly share: number }[];
  /** The least number of presses measured with twice the share; null when none has it. */
  readonly doubledAt: number | null;
}

interface Hidden {
  readonly name: string;
  readonly wants: Matcher;
}

interface Evening {
  readonly now: Date;
  readonly window: RankedWindow;
}

/**
 * How many presses it takes to double the share of wanted papers: each channel is on everything and has a hidden topic,
 * its presses are papers of that topic from before the evenings, and no paper comes twice.
 */
export async function main(args: readonly string[]): Promise<TasteReport> {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } } });
  if (values.data === undefined) throw new Error('Give the folder of the data: --data DIR');
  const papers = listedPapers(values.data);
  const voted = papers.filter(({ paper }) => paper.onHuggingFace);
  const days = [...new Set(voted.map(({ paper }) => paper.firstListedOn))].sort().slice(-EVENINGS);
  const start = Date.parse(days[0] ?? '');
  const evenings = days.map((day) => eveningOf(day, papers));
  const channels = hiddenTopics(voted).map((topic, index) => ({
    topic,
    pressed: shuffled(
      voted.filter((item) => topic.wants(item) && isBetween(item, start - PRESSED_WITHIN, start)),
      1_000 + index,
    ),
  }));
  const curve: { presses: number; share: number }[] = [];
  for (const presses of PRESSES) {
    let share = 0;
    for (const { topic, pressed } of channels)
      share += await wantedShare(topic, pressed.slice(0, presses), evenings);
    curve.push({ presses, share: share / channels.length });
  }
  const usual = curve[0]?.share ?? 0;
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    load: loadavg()[0] ?? 0,
    evenings: days.length,
    channels: channels.map(({ topic }) => topic.name),
    curve,
    doubledAt: curve.find(({ share }) => share >= 2 * usual)?.presses ?? null,
  };
}

// --- Internal helpers ---

function isBetween({ paper }: SightedPaper, from: number, to: number): boolean {
  const day = Date.parse(paper.firstListedOn);
  return day >= from && day < to;
}

/** What a digest knows six hours after the end of a list day. */
function eveningOf(day: string, papers: readonly SightedPaper[]): Evening {
  const end = Date.parse(day) + DAY;
  const now = new Date(end + DAY / 4);
  const listed = papers.filter((item) => isBetween(item, end - 8 * DAY, end));
  return { now, window: createWindow(rankPapers(listed, now), now) };
}

function hiddenTopics(voted: readonly SightedPaper[]): readonly Hidden[] {
  const now = new Date(0);
  return builtinTopics.flatMap(({ name }) => {
    const query = builtinQuery(name);
    if (query === null) return [];
    const wants = createMatcher(query, { now });
    const share = voted.filter(wants).length / voted.length;
    return share >= SHARES[0] && share <= SHARES[1] ? [{ name, wants }] : [];
  });
}

async function wantedShare(
  { wants }: Hidden,
  pressed: readonly SightedPaper[],
  evenings: readonly Evening[],
): Promise<number> {
  const had = new Set(pressed.map(({ paper }) => paper.id));
  let wanted = 0;
  let cards = 0;
  for (const { now, window } of evenings) {
    const presses = pressed.map(({ paper }) => ({
      paper,
      verdict: 'more' as const,
      person: 'somebody',
      at: now,
    }));
    const candidates = window.ranked.map(({ paper }) => paper);
    const taste = createTaste(presses, candidates, await window.terms(), now);
    const factor = ({ paper }: RankedPaper): number => taste?.factor(paper) ?? 1;
    const topics = [{ name: 'everything', relevance: () => 1 }];
    const { papers } = chooseCards({ ranked: window.ranked, topics, had, count: COUNT, taste: factor });
    for (const { ranked } of papers) {
      had.add(ranked.paper.id);
      cards += 1;
      if (wants(ranked)) wanted += 1;
    }
  }
  return cards === 0 ? 0 : wanted / cards;
}

/** The same order for a seed every time: by a hash of it and the paper's id. */
function shuffled(papers: readonly SightedPaper[], seed: number): readonly SightedPaper[] {
  const key = ({ paper }: SightedPaper): number => {
    let hash = seed;
    for (const letter of paper.id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    return hash;
  };
  return [...papers].sort((a, b) => key(a) - key(b));
}

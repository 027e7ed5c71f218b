import type { ChannelAddress, ChannelSettings } from '../../src/channels/channel.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import type { Paper, PaperFacts } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { NextSlot } from '../../src/ports/channel-store.js';

export const NOON = new Date('2026-11-23T12:00:00Z');

export const minutesAfter = (minutes: number, from = NOON): Date =>
  new Date(from.getTime() + minutes * 60_000);

export function facts(id: string, overrides: Partial<PaperFacts> = {}): PaperFacts {
  return {
    id,
    source: 'huggingface',
    title: `Title of ${id}`,
    abstract: 'An abstract.',
    authors: ['Ada Lovelace', 'Alan Turing'],
    ...overrides,
  };
}

export function sighting(paperId: string, overrides: Partial<Sighting> = {}): Sighting {
  return {
    paperId,
    source: 'huggingface',
    list: 'daily',
    listedOn: '2026-11-23',
    observedAt: NOON,
    signals: { upvotes: 3 },
    ...overrides,
  };
}

/** A merge simple enough to read: facts win, the first listing stays. */
export function simpleMerge(known: Paper | null, said: PaperFacts, seen: Sighting): Paper {
  return {
    id: said.id,
    title: said.title,
    abstract: said.abstract,
    authors: said.authors,
    categories: said.categories ?? known?.categories ?? [],
    primaryCategory: said.primaryCategory ?? known?.primaryCategory ?? null,
    publishedOn: said.publishedOn ?? known?.publishedOn ?? null,
    firstListedOn: known?.firstListedOn ?? seen.listedOn ?? '2026-11-23',
    aiSummary: said.aiSummary ?? known?.aiSummary ?? null,
    keywords: said.keywords ?? known?.keywords ?? [],
    organization: said.organization ?? known?.organization ?? null,
    codeUrl: said.codeUrl ?? known?.codeUrl ?? null,
    projectUrl: said.projectUrl ?? known?.projectUrl ?? null,
    thumbnailUrl: said.thumbnailUrl ?? known?.thumbnailUrl ?? null,
    onHuggingFace: true,
    comment: said.comment ?? known?.comment ?? null,
    textSource: said.source,
  };
}

export const address: ChannelAddress = { platform: 'discord', workspace: '11', place: '22' };

export function settings(overrides: Partial<ChannelSettings> = {}): ChannelSettings {
  return {
    schedule: { time: '13:00', zone: 'UTC', days: [1, 2, 3, 4, 5] },
    count: 5,
    layout: 'thread',
    empty: 'silent',
    picture: 'on',
    managers: 'members',
    topics: [
      { name: 'everything', query: 'everything' },
      { name: 'speech', query: 'cat:cs.CL "speech recognition"' },
    ],
    ...overrides,
  };
}

/** Due one hour after `NOON`. */
export const today: NextSlot = { slot: '2026-11-23', dueAt: minutesAfter(60) };
export const tomorrow: NextSlot = { slot: '2026-11-24', dueAt: minutesAfter(60 + 24 * 60) };

export function content(overrides: Partial<DigestContent> = {}): DigestContent {
  return {
    slot: '2026-11-23',
    day: 'Monday, 23 November 2026',
    zone: 'UTC',
    late: false,
    notices: [],
    considered: 12,
    topics: ['everything'],
    cards: [],
    sample: false,
    ...overrides,
  };
}

/** Head, thread and one card for each paper. */
export function threadParts(...paperIds: readonly string[]): readonly PlannedPart[] {
  return [
    { kind: 'head', payload: { text: 'head' }, paperIds: [] },
    { kind: 'thread', payload: { name: 'thread' }, paperIds: [] },
    ...paperIds.map((id) => ({ kind: 'card' as const, payload: { text: `card of ${id}` }, paperIds: [id] })),
  ];
}

import type { Stored } from './reading-world.js';
import { minutesAfter } from './stored-things.js';

/** What a source may be made to say. */
export const HOSTILE = '<script>alert("1")</script> & "quotes" <img src=x onerror=alert(2)>';

const ABSTRACT =
  'We study how a thing is done by many at once, and find that it is done better with care. '.repeat(14);

/** Forty-five papers of two days; the first with a thumbnail and a history, the third hostile. */
export function webPapers(): readonly Stored[] {
  const many = Array.from({ length: 40 }, (_, index): Stored => [
    `2611.1${String(index).padStart(4, '0')}`,
    {
      title: `Speech recognition of dialect number ${String(index)} with “quotes” & signs`,
      abstract: ABSTRACT,
      categories: ['cs.CL', 'cs.SD'],
      codeUrl: 'https://github.com/a/b',
    },
    { signals: { upvotes: 40 - index } },
  ]);
  return [
    [
      '2611.00001',
      {
        title: 'Attention to the Morning Paper: Reading Slowly with Large Language Models',
        abstract: ABSTRACT,
        aiSummary: 'A model that reads the morning paper slowly understands more of it.',
        organization: 'A university',
        categories: ['cs.CL'],
        thumbnailUrl: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2611.00001.png',
      },
      ...Array.from({ length: 9 }, (_, index) => ({
        observedAt: minutesAfter(-60 * (9 - index)),
        signals: { upvotes: 4 + index * index, comments: index },
      })),
    ],
    ['2611.00002', { title: 'Robots That Fold Laundry', abstract: ABSTRACT }, { signals: { upvotes: 60 } }],
    ['2611.00003', { title: HOSTILE, abstract: HOSTILE, authors: [HOSTILE] }, { signals: { upvotes: 50 } }],
    ...many,
    ['2611.00900', { title: 'A Paper of Last Week' }, { listedOn: '2026-11-19', signals: { upvotes: 9 } }],
    ['hep-th/9901001', { title: 'Strings of Old' }, { listedOn: '2026-11-19', signals: { upvotes: 2 } }],
  ];
}

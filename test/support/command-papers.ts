import type { Paper } from '../../src/papers/paper.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import { sighted } from './sighted-paper.js';

/** Papers of Monday, 23 November 2026, on speech, robots and more; one of two weeks before, on widgets. */
export function commandPapers(): readonly SightedPaper[] {
  return [
    listed('2611.00001', 'Multilingual Speech Recognition for Everyone', 84, { primaryCategory: 'cs.CL' }),
    listed('2611.00002', 'Robots That Fold Laundry', 60, { primaryCategory: 'cs.RO', categories: ['cs.RO'] }),
    listed('2611.00003', 'Attention Is Not All You Need', 30, {}),
    listed('2611.00004', 'Attention Is Not All You Need: A Reply', 8, {}),
    ...Array.from({ length: 11 }, (_, index) =>
      listed(
        `2611.001${String(index).padStart(2, '0')}`,
        `Speech Study ${LETTERS[index] ?? ''}`,
        20 - index,
        {},
      ),
    ),
    sighted(
      { id: '2611.00900', title: 'Quantum Widgets', firstListedOn: '2026-11-09', authors: ['Ada Lovelace'] },
      [{ at: '2026-11-09T20:00:00Z', signals: { upvotes: 3 }, listedOn: '2026-11-09' }],
    ),
  ];
}

/** A paper that only a source knows. */
export function foreignPaper(): SightedPaper {
  return sighted(
    { id: '2305.12345', title: 'A Foreign Paper', publishedOn: '2023-05-20', onHuggingFace: true },
    [{ at: '2026-11-24T11:00:00Z', list: 'catalogue', signals: { upvotes: 2 } }],
  );
}

const LETTERS = [
  'Alpha',
  'Beta',
  'Gamma',
  'Delta',
  'Epsilon',
  'Zeta',
  'Eta',
  'Theta',
  'Iota',
  'Kappa',
  'Lambda',
];

function listed(id: string, title: string, upvotes: number, paper: Partial<Paper>): SightedPaper {
  const whole = {
    id,
    title,
    abstract: `An abstract on ${title}.`,
    authors: ['Ada Lovelace', 'Alan Turing'],
    ...paper,
  };
  return sighted(whole, { upvotes });
}

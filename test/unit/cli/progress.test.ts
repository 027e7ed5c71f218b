import { describe, expect, it } from 'vitest';
import { progressText } from '../../../src/cli/moving.js';
import { createProgress } from '../../../src/cli/progress.js';

describe('progress on a terminal', () => {
  function line(isTerminal: boolean) {
    let now = 0;
    const written: string[] = [];
    const progress = createProgress({ write: (text) => void written.push(text), isTerminal, now: () => now });
    return { written, progress, wait: (ms: number) => (now += ms) };
  }

  it('is one line that changes five times a second, and goes', () => {
    const { written, progress, wait } = line(true);
    progress.show('a');
    progress.show('b');
    wait(200);
    progress.show('c');
    progress.clear();
    progress.clear();
    expect(written).toEqual(['\r\u001b[Ka', '\r\u001b[Kc', '\r\u001b[K']);
  });

  it('is nothing elsewhere', () => {
    const { written, progress } = line(false);
    progress.show('a');
    progress.clear();
    expect(written).toEqual([]);
  });

  it.each([
    [{ step: 'export', table: 'papers', rows: 500, total: null }, 'Exporting: papers, 500 rows'],
    [
      { step: 'import', table: 'sightings', rows: 1_200, total: 290_000 },
      'Importing: 0 %, sightings, 1.2k of 290k rows',
    ],
    [
      { step: 'verify', table: 'facts', rows: 1, total: null },
      'Comparing with what was exported: facts, 1 row',
    ],
    [{ step: 'index', table: null, rows: 10, total: 10 }, 'Making the search index: 100 %, 10 of 10 rows'],
  ] as const)('tells %j', (progress, text) => {
    expect(progressText(progress)).toBe(text);
  });
});

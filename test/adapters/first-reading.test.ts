import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { collectSource } from '../../src/papers/collect.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { SourceName } from '../../src/papers/paper.js';
import type { Source, SourcePage } from '../../src/ports/source.js';
import type { Deeds } from '../../src/wiring/deeds.js';
import { collectForFirstDigest, hasRealDigest, type FirstReading } from '../../src/wiring/terminal-digest.js';
import { whySample } from '../../src/digests/why-sample.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';

let database: TestDatabase;
let stores: Stores;
let said: string[];
beforeAll(async () => {
  database = await testDatabases[0]!.open();
  stores = createStores(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  said = [];
  await database.pool.query('truncate broadsheet.papers, broadsheet.source_state cascade');
});

/** A source that gives these pages, and after them waits for its end when it hangs. */
function source(name: SourceName, title: string, papers: number, hangs = false): Source {
  return {
    name,
    title,
    nextReadAt: (lastOkAt, now) => lastOkAt ?? now,
    async *read({ signal }) {
      if (papers > 0) yield page(name, papers);
      if (hangs)
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          if (signal.aborted) reject(signal.reason as Error);
        });
    },
  };
}

function page(name: SourceName, papers: number): SourcePage {
  const items = Array.from({ length: papers }, (_, index) => {
    const id = `2611.0000${index}`;
    const facts = { id, source: name, title: `Paper ${index}`, abstract: '', authors: ['Ada Lovelace'] };
    const sighting = {
      paperId: id,
      source: name,
      list: 'daily',
      listedOn: '2026-11-23',
      observedAt: new Date('2026-11-23T08:00:00Z'),
      signals: {},
    } as const;
    return { facts, sighting };
  });
  return { label: 'a page', items, skipped: [] };
}

async function read(sources: readonly Source[], times: Partial<FirstReading> = {}): Promise<void> {
  const collect: Deeds['collect'] = (each, options) =>
    collectSource({ ...stores, source: each, merge: mergePaper, logger: silentLogger, ...options });
  const print = (line: string): void => void said.push(line);
  await collectForFirstDigest({ stores, sources }, { collect }, { print, ...times });
}

const opened = (): readonly string[] => said.filter((line) => line.startsWith('Reading'));

describe('reading for the first digest', () => {
  it('reads only the first source when it has papers', async () => {
    await read([source('huggingface', 'Hugging Face', 2), source('arxiv', 'arXiv', 2)]);
    expect(opened()).toEqual(['Reading Hugging Face …']);
  });

  it('goes on to the next source when the first is silent', async () => {
    const hanging = source('huggingface', 'Hugging Face', 0, true);
    await read([hanging, source('arxiv', 'arXiv', 2)], { silentForMs: 20 });
    expect(opened()).toEqual(['Reading Hugging Face …', 'Reading arXiv …']);
    expect(said.join('\n')).toContain('Hugging Face did not finish answering in time.');
    expect(await stores.papers.count()).toBe(2);
  });

  it('goes on to the next source when the first may not be asked again yet', async () => {
    await stores.sources.recordFailure('huggingface', 'Away.', new Date('2100-01-01T00:00:00Z'));
    await read([source('huggingface', 'Hugging Face', 2), source('arxiv', 'arXiv', 2)]);
    expect(opened()).toEqual(['Reading arXiv …']);
  });

  it('does not begin another source when the time is up', async () => {
    const hanging = source('huggingface', 'Hugging Face', 0, true);
    await read([hanging, source('arxiv', 'arXiv', 2)], { withinMs: 20 });
    expect(opened()).toEqual(['Reading Hugging Face …']);
  });

  it('keeps what a source sent before it stopped answering', async () => {
    await read([source('huggingface', 'Hugging Face', 3, true)], { withinMs: 1_000, silentForMs: 60_000 });
    expect(await stores.papers.count()).toBe(3);
  });
});

describe('the real digest after a sample', () => {
  it('waits for papers and for one complete reading', async () => {
    const sources = [source('huggingface', 'Hugging Face', 2)];
    const real = () => hasRealDigest(stores, { sources, sourceStates: stores.sources });

    expect(await real()).toBe(false);
    await read([source('huggingface', 'Hugging Face', 2, true)], { withinMs: 1_000, silentForMs: 60_000 });
    expect(await stores.papers.count()).toBe(2);
    expect(await real()).toBe(false);
    await stores.sources.recordOk('huggingface', new Date());
    expect(await real()).toBe(true);
  });
});

describe('the sample’s reason', () => {
  const failing = { failing: true, read: false };
  const empty = { failing: false, read: true };
  const waiting = { failing: false, read: false };
  it.each([
    [failing, failing, 'Hugging Face and arXiv could not be read: this is the bundled sample.'],
    [failing, empty, 'Hugging Face could not be read, arXiv had no papers: this is the bundled sample.'],
    [waiting, failing, 'arXiv could not be read, Hugging Face had no turn yet: this is the bundled sample.'],
  ])('says of every source how it went: %j, %j', (first, second, sentence) => {
    const health = [
      { title: 'Hugging Face', ...first },
      { title: 'arXiv', ...second },
    ];
    expect(whySample(health)).toBe(sentence);
  });

  it('says when there is no source at all', () => {
    expect(whySample([])).toBe('No source is switched on: this is the bundled sample.');
  });
});

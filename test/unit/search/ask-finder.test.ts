import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { SourceError } from '../../../src/papers/source-error.js';
import type { PaperFinder } from '../../../src/ports/paper-finder.js';
import { createAskFinder } from '../../../src/search/ask-finder.js';
import { askOthers, findPaper } from '../../../src/search/beyond.js';
import { planQuery } from '../../../src/search/plan.js';
import { parseQuery } from '../../../src/topics/query.js';
import { silentLogger } from '../../support/silent-logger.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const quiet = new AbortController().signal;
const unreachable = new SourceError('It could not be reached.', { fault: 'unreachable' });
const overloaded = new SourceError('It answered 503.', { fault: 'status', retryable: true });
const throttled = (seconds: number) =>
  new SourceError('It answered 429.', { fault: 'throttled', notBefore: new Date(NOON + seconds * 1_000) });

/** A finder that is asked with a clock and a patience that the test moves. */
function bench() {
  const state = { now: NOON, answer: (): Promise<unknown> => Promise.resolve([]), asked: 0 };
  const patience: AbortController[] = [];
  const finder: PaperFinder = {
    title: 'arXiv',
    find: () => {
      state.asked += 1;
      return state.answer() as Promise<[]>;
    },
    get: () => {
      state.asked += 1;
      return state.answer() as Promise<null>;
    },
  };
  const ask = createAskFinder({
    now: () => new Date(state.now),
    patience: () => {
      patience.push(new AbortController());
      return patience.at(-1)!.signal;
    },
  });
  const find = (caller: AbortSignal = quiet, who = finder) =>
    ask(who, caller, (signal) => who.find('speech', 10, signal));
  const failing = (error: Error) => (state.answer = () => Promise.reject(error));
  return { state, finder, ask, find, failing, runOut: () => patience.at(-1)!.abort() };
}

describe('a finder', () => {
  it.each<[string, Error, seconds: number]>([
    ['cannot be reached', unreachable, 60],
    ['answers 503', overloaded, 60],
    ['answers 429', throttled(0), 60],
    ['answers 429 with a short wait', throttled(20), 60],
    ['answers 429 with a long wait', throttled(600), 600],
  ])('that %s is left alone for a while, and then asked again', async (_what, fault, seconds) => {
    const { state, find, failing } = bench();
    failing(fault);
    await expect(find()).rejects.toBe(fault);
    state.answer = () => Promise.resolve(['a paper']);
    state.now = NOON + seconds * 1_000 - 1;
    await expect(find()).rejects.toMatchObject({
      code: 'source',
      retryable: true,
      message: 'arXiv does not answer just now.',
    });
    expect(state.asked).toBe(1);
    state.now += 1;
    expect(await find()).toEqual(['a paper']);
    expect(await find()).toEqual(['a paper']);
  });

  it('that lets patience run out is left alone, too', async () => {
    const { state, find, runOut } = bench();
    state.answer = () => new Promise(() => undefined);
    const waiting = find();
    runOut();
    await expect(waiting).rejects.toThrow();
    await expect(find()).rejects.toThrow('does not answer just now');
    expect(state.asked).toBe(1);
  });

  it('is not blamed when the one who asked goes away', async () => {
    const { state, find } = bench();
    const caller = new AbortController();
    state.answer = () => new Promise(() => undefined);
    const waiting = find(caller.signal);
    caller.abort();
    await expect(waiting).rejects.toThrow();
    state.answer = () => Promise.resolve([]);
    expect(await find()).toEqual([]);
  });

  it.each<[string, Error]>([
    ['what it answers cannot be read', new SourceError('It is HTML.', { fault: 'unreadable' })],
    ['it says no to this one', new SourceError('It answered 400.', { fault: 'status', retryable: false })],
    ['a store fails', new AppError('Gone.', { code: 'database', retryable: true })],
  ])('is asked again at once when %s', async (_what, fault) => {
    const { state, find, failing } = bench();
    failing(fault);
    await expect(find()).rejects.toBe(fault);
    await expect(find()).rejects.toBe(fault);
    expect(state.asked).toBe(2);
  });

  it('rests alone: the others are asked', async () => {
    const { state, finder, find, failing } = bench();
    failing(unreachable);
    await expect(find()).rejects.toBe(unreachable);
    state.answer = () => Promise.resolve([]);
    expect(await find(quiet, { ...finder, title: 'Hugging Face' })).toEqual([]);
  });
});

describe('a search while a finder rests', () => {
  const papers = {
    get: () => Promise.resolve([]),
    save: () => Promise.reject(new Error('Nothing to save.')),
  };
  const words = { wanted: [], statistics: { papers: 0, averageLength: 1, frequency: () => 0 } };

  it('answers at once with a notice, for words and for an id', async () => {
    const { state, finder, ask, failing } = bench();
    const deps = { finders: [finder], papers, ask, logger: silentLogger };
    const parsed = parseQuery('speech');
    if (!parsed.ok) throw new Error('This is a query.');
    const now = new Date(NOON);
    const options = { now, topicByName: () => null, signal: quiet };
    const [plan] = planQuery(parsed.query, options);
    failing(overloaded);
    const search = () => askOthers(plan!, words as never, deps, options);
    const notice = 'arXiv does not answer just now; these are the papers known here.';
    expect(await search()).toEqual({ hits: [], notices: [notice] });
    expect(await search()).toEqual({ hits: [], notices: [notice] });
    await expect(findPaper('2611.00001', deps, quiet)).rejects.toThrow('arXiv does not answer just now.');
    expect(state.asked).toBe(1);
  });
});

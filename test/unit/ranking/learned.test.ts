import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createCurrentForecast } from '../../../src/digests/current-forecast.js';
import type { Logger } from '../../../src/ports/logger.js';
import { lessonOf } from '../../../src/ranking/expect/lessons.js';
import { learnAndMeasure } from '../../../src/ranking/expect/skill.js';
import { encodeModel } from '../../../src/ranking/expect/stored-model.js';
import { createNightly, type NightlyDeps } from '../../../src/wiring/nightly.js';
import { dayNumber, livelyPapers } from '../../support/lively-papers.js';

const today = dayNumber(68);
const now = new Date(`${today}T03:00:00Z`);
const learned = learnAndMeasure(livelyPapers(60).map(lessonOf), today, now)!;

function listening() {
  const lines: string[] = [];
  const write = (_fields: object, message: string): number => lines.push(message);
  const logger = { debug: () => undefined, info: write, warn: write, error: write } as unknown as Logger;
  return { lines, logger };
}

describe('the model in use', () => {
  const storeOf = (text: string | null, learnedAt = now) => ({
    learnedAt: () => Promise.resolve(text === null ? null : learnedAt),
    latest: () => Promise.resolve(text === null ? null : { learnedAt, text }),
  });
  const later = (ms: number): Date => new Date(now.getTime() + ms);

  test('is the stored one', async () => {
    const { lines, logger } = listening();
    const current = createCurrentForecast({ models: storeOf(encodeModel(learned)), logger });
    expect(await current(now)).not.toBeNull();
    expect(await current(later(60_000))).toBe(await current(later(11 * 60_000)));
    expect(lines).toEqual([]);
  });

  test('is the same for rankings that ask at the same time', async () => {
    const { logger } = listening();
    const current = createCurrentForecast({ models: storeOf(encodeModel(learned)), logger });
    const [one, other] = await Promise.all([current(now), current(now)]);
    expect(one).not.toBeNull();
    expect(other).toBe(one);
  });

  test('is none before the first night', async () => {
    const { lines, logger } = listening();
    expect(await createCurrentForecast({ models: storeOf(null), logger })(now)).toBeNull();
    expect(lines).toEqual([]);
  });

  test.each([
    ['broken', '{"version":', now, /broken/],
    ['beyond all measure', encodeModel(learned).replace(/"level":[^,]+/, '"level":1e308'), now, /broken/],
    ['older than two weeks', encodeModel(learned), later(-15 * 86_400_000), /older than two weeks/],
    [
      'no better than plain momentum',
      encodeModel({ ...learned, skill: { ...learned.skill, gain: 0, plainGain: 0.5 } }),
      now,
      /no better/,
    ],
  ])('a model that is %s is left out and told of once', async (_what, text, learnedAt, message) => {
    const { lines, logger } = listening();
    const current = createCurrentForecast({ models: storeOf(text, learnedAt), logger });
    expect(await current(now)).toBeNull();
    expect(await current(later(20 * 60_000))).toBeNull();
    expect(lines).toEqual([expect.stringMatching(message)]);
  });

  test('stays when the store does not answer', async () => {
    const { lines, logger } = listening();
    const store = storeOf(encodeModel(learned));
    let away = false;
    const models = {
      ...store,
      learnedAt: () => (away ? Promise.reject(new Error('away')) : store.learnedAt()),
    };
    const current = createCurrentForecast({ models, logger });
    const before = await current(now);
    away = true;
    expect(await current(later(20 * 60_000))).toBe(before);
    expect(lines).toEqual([expect.stringMatching(/could not be looked at/)]);
  });
});

describe('every night', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightly-'));
  const script = (name: string, code: string): string => {
    writeFileSync(join(folder, name), code);
    return join(folder, name);
  };
  const hangs = script('hangs.mjs', 'setInterval(() => undefined, 1000);');
  const ends = script('ends.mjs', '');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The turn as the store gives it: once in two hours, for all who ask. */
  function turn(): NightlyDeps['takeTurn'] {
    let taken = false;
    return () => {
      const mine = !taken;
      taken = true;
      return Promise.resolve(mine);
    };
  }

  function night(path: string, deps: Partial<NightlyDeps> = {}) {
    const started: ReturnType<typeof fork>[] = [];
    const { lines, logger } = listening();
    const nightly = createNightly({
      learnedAt: () => Promise.resolve(null),
      busy: () => Promise.resolve(false),
      takeTurn: turn(),
      start: () => {
        const child = fork(path, { stdio: 'ignore' });
        started.push(child);
        return child;
      },
      logger,
      ...deps,
    });
    return { nightly, started, lines };
  }
  const at = (hour: number): Date => new Date(`2026-11-28T${String(hour).padStart(2, '0')}:10:00Z`);

  test('it is started once, in the night, in a process of its own', async () => {
    const { nightly, started, lines } = night(ends);
    await nightly.everyMinute(at(1));
    expect(started).toHaveLength(0);
    await nightly.everyMinute(at(3));
    await nightly.everyMinute(at(3));
    expect(started).toHaveLength(1);
    expect(await once(started[0]!, 'exit')).toEqual([0, null]);
    await nightly.everyMinute(at(4));
    expect(started).toHaveLength(1);
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines, 'nothing was stored').toEqual([expect.stringMatching(/too little history to learn from/)]);
  });

  test('it is told as learned only when there is a new model', async () => {
    let model: Date | null = null;
    const { nightly, started, lines } = night(ends, { learnedAt: () => Promise.resolve(model) });
    await nightly.everyMinute(at(3));
    model = at(3);
    await once(started[0]!, 'exit');
    await expect.poll(() => lines).toEqual(['learned from the catalogue']);
  });

  test('one process of all that have the tick learns', async () => {
    const takeTurn = turn();
    const both = [night(ends, { takeTurn }), night(ends, { takeTurn })];
    await Promise.all(both.map(({ nightly }) => nightly.everyMinute(at(3))));
    const started = both.flatMap((one) => one.started);
    expect(started).toHaveLength(1);
    await once(started[0]!, 'exit');
  });

  test('never while a digest is due, nor when this night has its model', async () => {
    const busy = night(ends, { busy: () => Promise.resolve(true) });
    await busy.nightly.everyMinute(at(3));
    const done = night(ends, { learnedAt: () => Promise.resolve(at(2)) });
    await done.nightly.everyMinute(at(3));
    expect([...busy.started, ...done.started]).toEqual([]);
  });

  test('a busy installation learns all the same once its model is two days old', async () => {
    const late = night(ends, {
      busy: () => Promise.resolve(true),
      learnedAt: () => Promise.resolve(new Date('2026-11-26T03:00:00Z')),
    });
    await late.nightly.everyMinute(at(3));
    expect(late.started).toHaveLength(1);
    await once(late.started[0]!, 'exit');
  });

  test('one that cannot be started is told of and tried again', async () => {
    const missing = () => spawn(join(folder, 'no-such-program'), { stdio: 'ignore' });
    let starts = 0;
    const { nightly, lines } = night(ends, {
      takeTurn: () => Promise.resolve(true),
      start: () => {
        starts += 1;
        return missing();
      },
    });
    for (const [index, hour] of [2, 4].entries()) {
      await nightly.everyMinute(at(hour));
      await expect.poll(() => lines).toHaveLength(index + 1);
    }
    expect(starts).toBe(2);
    expect(lines).toEqual(['learning could not be started', 'learning could not be started']);
  });

  test('nothing is started any more by a minute that was asking when the bot stopped', async () => {
    let answer: (busy: boolean) => void = () => undefined;
    const asked = night(ends, { busy: () => new Promise((resolve) => (answer = resolve)) });
    const minute = asked.nightly.everyMinute(at(3));
    await asked.nightly.stop();
    await new Promise(setImmediate);
    answer(false);
    await minute;
    expect(asked.started).toEqual([]);
  });

  test('one that hangs is killed, which is told, and the bot can stop it', async () => {
    const slow = night(hangs, { withinMs: 50 });
    await slow.nightly.everyMinute(at(3));
    expect(await once(slow.started[0]!, 'exit')).toEqual([null, 'SIGKILL']);
    expect(slow.lines).toEqual([expect.stringMatching(/the old model stays/)]);
    const stopped = night(hangs);
    await stopped.nightly.everyMinute(at(3));
    const exit = once(stopped.started[0]!, 'exit');
    await stopped.nightly.stop();
    expect(await exit).toEqual([null, 'SIGKILL']);
  });
});

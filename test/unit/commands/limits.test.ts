import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommandLimits, refusalSentence } from '../../../src/commands/limits.js';
import { createSlidingWindow } from '../../../src/commands/sliding-window.js';
import { request } from '../../support/requests.js';

const START = Date.parse('2026-11-23T12:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1000);
const person = (id: string) => request({ person: { id, manages: false } });
const press = request({ action: { kind: 'button', action: { do: 'saved' } } });

describe('commands a minute', () => {
  it('are ten for a person, with a sentence that says when the next one is', () => {
    const limits = createCommandLimits();
    for (let second = 0; second < 10; second += 1) expect(limits.admit(person('a'), at(second))).toBeNull();
    const refusal = limits.admit(person('a'), at(30));
    expect(refusal).toEqual({ by: 'person', most: 10, waitMs: 30_000 });
    expect(refusalSentence(refusal!)).toMatch(
      /^You have asked me 10 times within a minute.*in 30 seconds\.$/,
    );
    expect(limits.admit(person('b'), at(30))).toBeNull();
  });

  it('come back one by one as the old ones pass, and refused ones do not count', () => {
    const limits = createCommandLimits();
    for (let second = 0; second < 10; second += 1) limits.admit(person('a'), at(second));
    for (let second = 10; second < 60; second += 1)
      expect(limits.admit(person('a'), at(second))).not.toBeNull();
    expect(limits.admit(person('a'), at(60))).toBeNull();
    expect(limits.admit(person('a'), at(60.5))?.waitMs).toBe(500);
    expect(limits.admit(person('a'), at(61))).toBeNull();
  });

  it('are sixty for a workspace, whoever asks', () => {
    const limits = createCommandLimits();
    for (let index = 0; index < 60; index += 1) expect(limits.admit(person(`p${index}`), at(0))).toBeNull();
    const refusal = limits.admit(person('one more'), at(59.5));
    expect(refusal).toEqual({ by: 'workspace', most: 60, waitMs: 500 });
    expect(refusalSentence(refusal!)).toMatch(/^All of you here together .* 60 times .*in 1 second\.$/);
    const elsewhere = request({ address: { platform: 'discord', workspace: '12', place: '22' } });
    expect(limits.admit(elsewhere, at(59.5))).toBeNull();
  });

  it('of Discord’s direct messages are not one workspace', () => {
    const limits = createCommandLimits();
    for (let index = 0; index < 100; index += 1) {
      const address = { platform: 'discord', workspace: '@me', place: `${index}` } as const;
      const direct = request({ address, direct: true, person: { id: `${index}`, manages: true } });
      expect(limits.admit(direct, at(0))).toBeNull();
    }
  });

  it('leave room for pressing buttons and for leafing through a list', () => {
    const limits = createCommandLimits();
    for (let index = 0; index < 10; index += 1) limits.admit(person('4711'), at(0));
    for (let index = 0; index < 30; index += 1) expect(limits.admit(press, at(1))).toBeNull();
    expect(limits.admit(press, at(1))).toMatchObject({ by: 'person', most: 30 });
  });

  it('do not count cards of links and home pages against the person, and not against commands', () => {
    const limits = createCommandLimits();
    const link = request({ action: { kind: 'unfurl', links: ['x'] } });
    for (let index = 0; index < 60; index += 1) expect(limits.admit(link, at(0))).toBeNull();
    expect(limits.admit(request({ action: { kind: 'home' } }), at(0))).toMatchObject({ by: 'workspace' });
    expect(limits.admit(request(), at(0))).toBeNull();
  });
});

describe('a sliding window', () => {
  it('never lets more than the most through in any window, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }), (gaps) => {
        const window = createSlidingWindow({ windowMs: 1_000, mostKeys: 10 });
        const passed: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = window.waitMs('k', 3, now);
          if (wait === 0) {
            window.count('k', now);
            passed.push(now);
          } else expect(window.waitMs('k', 3, now + wait)).toBe(0);
        }
        for (const start of passed)
          expect(passed.filter((time) => time >= start && time < start + 1_000).length).toBeLessThanOrEqual(
            3,
          );
      }),
    );
  });

  it('forgets the least recent keys beyond the most it keeps, and old ones first', () => {
    const window = createSlidingWindow({ windowMs: 1_000, mostKeys: 3 });
    for (const key of ['a', 'b', 'c', 'a']) window.count(key, 0);
    window.count('d', 10);
    expect(['a', 'b', 'c', 'd'].map((key) => window.waitMs(key, 1, 10) > 0)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('does not lock anybody out when the clock is set back', () => {
    const window = createSlidingWindow({ windowMs: 1_000, mostKeys: 3 });
    window.count('a', 3_600_000);
    expect(window.waitMs('a', 1, 0)).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/reading/memory.js';

const MINUTE = 60_000;

function world() {
  let now = 0;
  let made = 0;
  let fault: Error | null = null;
  const memory = createMemory<string>({
    freshMs: MINUTE,
    usableMs: 10 * MINUTE,
    most: 3,
    now: () => new Date(now),
    patience: () => Promise.resolve(),
  });
  const make = async (): Promise<string> => {
    await Promise.resolve();
    made += 1;
    if (fault !== null) throw fault;
    return `made ${String(made)}`;
  };
  return {
    ask: (key = 'a') => memory.get(key, make),
    hang: (key = 'a') => memory.get(key, () => new Promise(() => undefined)),
    pass: (ms: number) => (now += ms),
    breakIt: (error: Error | null) => (fault = error),
    made: () => made,
  };
}

describe('what is costly to make', () => {
  it('is made once for all who ask within a minute', async () => {
    const { ask, pass, made } = world();
    const first = await Promise.all([ask(), ask(), ask()]);
    expect(first.map(({ value }) => value)).toEqual(['made 1', 'made 1', 'made 1']);
    pass(MINUTE - 1);
    expect(await ask()).toMatchObject({ value: 'made 1', madeAt: new Date(0), fault: null });
    expect(made()).toBe(1);
  });

  it('is given at once when it is some minutes old, and made anew beside', async () => {
    const { ask, pass } = world();
    await ask();
    pass(5 * MINUTE);
    expect((await ask()).value).toBe('made 1');
    await new Promise((resolve) => setImmediate(resolve));
    expect((await ask()).value).toBe('made 2');
  });

  it('is waited for when it is older', async () => {
    const { ask, pass } = world();
    await ask();
    pass(11 * MINUTE);
    // Patience ends only after what is made here.
    const { value } = await ask();
    expect(['made 1', 'made 2']).toContain(value);
    await new Promise((resolve) => setImmediate(resolve));
    expect((await ask()).value).toBe('made 2');
  });

  it('is the last one, with the fault, while it cannot be made; and nobody is asked again at once', async () => {
    const { ask, pass, breakIt, made } = world();
    await ask();
    breakIt(new Error('away'));
    pass(60 * MINUTE);
    await ask();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ask()).toMatchObject({ value: 'made 1', fault: new Error('away') });
    expect(await ask()).toMatchObject({ value: 'made 1', fault: new Error('away') });
    expect(made()).toBe(2);
    breakIt(null);
    pass(4_000);
    await ask();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await ask()).toMatchObject({ value: 'made 3', fault: null });
  });

  it('is the fault when there never was one', async () => {
    const { ask, breakIt, pass, made } = world();
    breakIt(new Error('away'));
    await expect(ask()).rejects.toThrow('away');
    await expect(ask()).rejects.toThrow('away');
    expect(made()).toBe(1);
    pass(4_000);
    breakIt(null);
    expect((await ask()).value).toBe('made 2');
  });

  it('is the old one when making it takes too long', async () => {
    const { ask, hang, pass } = world();
    await ask();
    pass(60 * MINUTE);
    const late = await hang();
    expect(late.value).toBe('made 1');
    expect(late.fault).toBeInstanceOf(Error);
  });

  it('goes when others were asked for since', async () => {
    const { ask, made } = world();
    for (const key of ['a', 'b', 'c']) await ask(key);
    await ask('a');
    await ask('d');
    await ask('a');
    expect(made()).toBe(4);
    await ask('b');
    expect(made()).toBe(5);
  });

  it('stays fresh as long as its maker says', async () => {
    let made = 0;
    let now = 0;
    const memory = createMemory<number>({
      freshMs: MINUTE,
      usableMs: 0,
      most: 3,
      now: () => new Date(now),
      patience: () => Promise.resolve(),
    });
    const ask = () =>
      memory.get(
        'a',
        () => Promise.resolve((made += 1)),
        () => 3 * MINUTE,
      );
    await ask();
    now = 2 * MINUTE;
    expect((await ask()).value).toBe(1);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createTokenGate, type TokenGate } from '../../adapters/shared/token-gate.js';

const REFUSED = new Error('401');

describe('the gate before a platform that has refused the token', () => {
  let gate: TokenGate;
  let now: number;
  let calls: number;
  beforeEach(() => {
    [now, calls] = [1_000, 0];
    gate = createTokenGate({ isRefusal: (thrown) => thrown === REFUSED, now: () => now });
  });
  const answers = (): Promise<string> => {
    calls += 1;
    return Promise.resolve('answer');
  };
  const refuses = (): Promise<never> => {
    calls += 1;
    return Promise.reject(REFUSED);
  };

  it('lets calls through, and hands on what they give or throw', async () => {
    expect(await gate.pass(answers)).toBe('answer');
    const other = new Error('500');
    await expect(gate.pass(() => Promise.reject(other))).rejects.toBe(other);
    expect(await gate.pass(answers)).toBe('answer');
    expect(calls).toBe(2);
  });

  it('makes no call for a minute after a refusal, and says what the platform said', async () => {
    await expect(gate.pass(refuses)).rejects.toBe(REFUSED);
    now += 59_999;
    await expect(gate.pass(answers)).rejects.toBe(REFUSED);
    expect(calls).toBe(1);
    now += 1;
    expect(await gate.pass(answers)).toBe('answer');
  });

  it('opens when a probe is answered, and stays shut for another minute when it is refused', async () => {
    await expect(gate.pass(refuses)).rejects.toBe(REFUSED);
    now += 50_000;
    await expect(gate.probe(refuses)).rejects.toBe(REFUSED);
    now += 50_000;
    await expect(gate.pass(answers)).rejects.toBe(REFUSED);
    expect(await gate.probe(answers)).toBe('answer');
    expect(await gate.pass(answers)).toBe('answer');
  });

  it('is not opened by a call that was under way before the refusal', async () => {
    let finish: (answer: string) => void = () => undefined;
    const early = gate.pass(() => new Promise<string>((resolve) => (finish = resolve)));
    now += 10;
    await expect(gate.pass(refuses)).rejects.toBe(REFUSED);
    now += 10;
    finish('answer');
    expect(await early).toBe('answer');
    await expect(gate.pass(answers)).rejects.toBe(REFUSED);
  });
});

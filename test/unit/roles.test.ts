import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import type { SourceState } from '../../src/ports/source-store.js';
import type { Source } from '../../src/ports/source.js';
import { sourceProbes } from '../../src/wiring/probes.js';
import { offLines, roleLines, showsInTerminal } from '../../src/wiring/status.js';

const SPLIT = {
  DATABASE_URL: 'postgresql://localhost/broadsheet',
  REDIS_URL: 'redis://localhost:6379',
  SECRET_KEY: 'a key for the tests only',
};
const configOf = (roles: string, more: Record<string, string> = {}) =>
  loadConfig({ ...SPLIT, ...more, ROLES: roles });

describe('a process with some of the roles', () => {
  it('says which, and what others are to do', () => {
    expect(roleLines(configOf('web'))).toEqual([
      'Roles: web. Others are to do the rest: gateway, worker, tick.',
    ]);
    expect(roleLines(configOf('tick, worker'))).toEqual([
      'Roles: worker, tick. Others are to do the rest: gateway, web.',
    ]);
    expect(roleLines(configOf('all'))).toEqual([]);
    expect(roleLines(configOf('gateway web worker tick'))).toEqual([]);
  });

  it('shows no digest in its terminal: nobody sits before it', () => {
    expect(showsInTerminal(configOf('all'))).toBe(true);
    for (const roles of ['tick', 'worker', 'tick,worker,web'])
      expect(showsInTerminal(configOf(roles))).toBe(false);
    expect(showsInTerminal(configOf('all', { DISCORD_TOKEN: 'a-token' }))).toBe(false);
    expect(offLines(configOf('tick'))).toEqual(offLines(configOf('all')));
  });

  it('is told when it has nothing to do', () => {
    expect(configOf('gateway').warnings.join()).toMatch(/^ROLES=gateway has nothing to do/);
    expect(configOf('gateway', { DISCORD_TOKEN: 'a-token' }).warnings).toEqual([]);
    const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-secret' };
    expect(configOf('gateway', http).warnings.join()).toMatch(/^ROLES=gateway has nothing to do/);
    expect(configOf('gateway', { ...http, SLACK_APP_TOKEN: 'xapp-1' }).warnings).toEqual([]);
    for (const roles of ['all', 'web', 'worker', 'tick', 'gateway,worker'])
      expect(configOf(roles).warnings).toEqual([]);
  });

  it.each([
    ['web', true],
    ['gateway', true],
    ['gateway,web', true],
    ['worker', false],
    ['tick', false],
    ['all', false],
  ])('with %s is ready without a source: %s, and tells of it', async (roles, ready) => {
    const failing: SourceState = {
      source: 'huggingface',
      lastOkAt: null,
      failingSince: new Date(0),
      lastError: 'it is away',
      notBefore: null,
      failures: 3,
    };
    const sources: readonly Source[] = [{ name: 'huggingface', title: 'Hugging Face' } as unknown as Source];
    const stores = { sources: { get: () => Promise.resolve(failing) } };
    const [probe] = sourceProbes({
      config: configOf(roles),
      sources,
      signalSources: [],
      stores: stores as never,
    });
    expect(await probe!.check(AbortSignal.timeout(1_000))).toEqual({ ok: ready, detail: 'it is away' });
  });
});

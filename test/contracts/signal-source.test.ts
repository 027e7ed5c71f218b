import { afterEach, describe, expect, it } from 'vitest';
import { SourceError } from '../../src/papers/source-error.js';
import type { HttpClientOptions } from '../../adapters/shared/http.js';
import { NOW, readSignals, signalSides, type SignalSide } from '../support/signal-sides.js';

describe.each(Object.entries(signalSides))('a source of signals: %s', (_name, openSide) => {
  let side: SignalSide | null = null;
  const open = async (client: Partial<HttpClientOptions> = {}): Promise<SignalSide> => {
    side = await openSide(client);
    return side;
  };
  afterEach(() => side?.far.stop());

  it('tells of the papers it knows, as seen now, and nothing of the others: absent is not zero', async () => {
    const here = await open();
    const { sightings, error } = await readSignals(here);
    expect(error).toBeNull();
    expect(sightings).toHaveLength(1);
    const [seen] = sightings;
    expect(seen).toMatchObject({
      paperId: here.papers[0]!.id,
      source: here.source.name,
      list: 'catalogue',
      observedAt: NOW,
    });
    expect(seen).not.toHaveProperty('listedOn');
    const numbers = Object.values(seen!.signals);
    expect(numbers.length).toBeGreaterThan(0);
    for (const number of numbers) expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
  });

  it('asks nobody when there are no papers', async () => {
    const here = await open();
    expect(await readSignals({ ...here, papers: [] })).toMatchObject({ sightings: [], error: null });
  });

  it('says who is asking', async () => {
    const here = await open();
    await readSignals(here);
    expect(here.far.requests.length).toBeGreaterThan(0);
    for (const { headers } of here.far.requests) expect(headers['user-agent']).toMatch(/^Broadsheet\//);
  });

  it.each([
    ['a web page', { kind: 'html' }],
    ['nothing', { kind: 'empty' }],
    ['half an answer', { kind: 'truncated' }],
    ['a broken line', { kind: 'broken' }],
    ['500', { kind: 'status', status: 500 }],
    ['null', { kind: 'status', status: 200, body: 'null' }],
    ['another shape', { kind: 'status', status: 200, body: '{"hits":{"x":1},"data":7}' }],
    ['a list of odd rows', { kind: 'status', status: 200, body: '[null,7,"x",[],{},{"id":{}}]' }],
  ] as const)('refuses with a sentence, or skips, when it is answered with %s', async (_what, fault) => {
    const here = await open({ retries: 0 });
    here.far.fail('/', fault);
    const { sightings, skipped, error } = await readSignals(here);
    expect(sightings).toEqual([]);
    if (error === null) expect(skipped.length).toBeGreaterThan(0);
    else expect(error).toBeInstanceOf(SourceError);
  });

  it('waits as long as it is told, and says until when', async () => {
    const here = await open();
    here.far.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '900' } });
    const { error } = await readSignals(here);
    expect(error).toMatchObject({ fault: 'throttled', notBefore: new Date(NOW.getTime() + 900_000) });
    expect(here.far.requests).toHaveLength(1);
  });

  it('sits a short wait out', async () => {
    const here = await open();
    here.far.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, 1);
    expect(await readSignals(here)).toMatchObject({ sightings: [{ paperId: '2611.10001' }], error: null });
  });

  it('does not wait for ever, and takes no more than it can hold', async () => {
    const slow = await open({ timeoutMs: 100, retries: 0 });
    slow.far.fail('/', { kind: 'hang' });
    expect((await readSignals(slow)).error).toMatchObject({ fault: 'unreachable' });
    await slow.far.stop();
    const large = await open({ maxBytes: 1_000, retries: 0 });
    large.far.fail('/', { kind: 'status', status: 200, body: `["${'x'.repeat(2_000)}"]` });
    const { sightings, skipped, error } = await readSignals(large);
    expect(sightings).toEqual([]);
    expect(error !== null || skipped.length > 0).toBe(true);
  });

  it('ends when it is told to', async () => {
    const here = await open();
    here.far.fail('/', { kind: 'hang' });
    const stop = new AbortController();
    const reading = readSignals(here, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    expect((await reading).error).toMatchObject({ message: 'enough' });
  });

  it('is read at once at first, and then not again for ten minutes at least', async () => {
    const { source } = await open();
    expect(source.nextReadAt(null, NOW)).toEqual(NOW);
    expect(source.nextReadAt(NOW, NOW).getTime() - NOW.getTime()).toBeGreaterThanOrEqual(600_000);
  });
});

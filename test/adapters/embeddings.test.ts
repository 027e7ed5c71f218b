import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../../adapters/embeddings/index.js';
import { RefusedText } from '../../src/search/refused-text.js';
import { startFakeEmbeddings, type FakeEmbeddings } from '../fakes/sources/embeddings.js';
import { testClient } from '../support/source-clients.js';

let far: FakeEmbeddings;
beforeEach(async () => {
  far = await startFakeEmbeddings({ key: 'sk-right' });
  far.means('heart', 'cardiac');
});
afterEach(() => far.stop());

const never = new AbortController().signal;

function embedder({ key = 'sk-right', model = 'fake-small', url = far.base } = {}) {
  const { http } = testClient({ title: 'The embeddings endpoint', retries: 0, longestWaitMs: 0 });
  return createEmbedder({ url, model, key, http });
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, number, at) => sum + number * (b[at] ?? 0), 0);
const body = (data: unknown): string => JSON.stringify({ object: 'list', data });
const row = (index: number, embedding: unknown) => ({ object: 'embedding', index, embedding });

describe('the embeddings endpoint', () => {
  it('gives one vector of length one for each text, in their order', async () => {
    const [heart, cardiac, tables] = await embedder().embed(['Heart', 'cardiac', 'tables'], never);
    expect(cosine(heart!, heart!)).toBeCloseTo(1, 5);
    expect(cosine(heart!, cardiac!)).toBeCloseTo(1, 5);
    expect(cosine(heart!, tables!)).toBeLessThan(0.8);
    expect(JSON.parse(far.requests[0]!.body)).toEqual({
      model: 'fake-small',
      input: ['Heart', 'cardiac', 'tables'],
      encoding_format: 'float',
    });
  });

  it('may answer in another order', async () => {
    const answer = body([row(1, [0, 2]), row(0, [3, 0])]);
    far.fail('/', { kind: 'status', status: 200, body: answer });
    const [first, second] = await embedder().embed(['a', 'b'], never);
    expect([[...first!], [...second!]]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('is asked without a key when there is none', async () => {
    const open = await startFakeEmbeddings();
    try {
      const { http } = testClient({ retries: 0 });
      await createEmbedder({ url: open.base, model: 'fake-small', key: null, http }).embed(['a'], never);
      expect(open.requests[0]!.headers.authorization).toBeUndefined();
    } finally {
      await open.stop();
    }
  });

  it.each([
    ['a wrong key', { key: 'sk-wrong' }, 'does not accept the key (401)', 'EMBEDDINGS_API_KEY'],
    ['an unknown model', { model: 'gone' }, 'no such address or model (404)', 'EMBEDDINGS_MODEL'],
  ])(
    'says the repair for %s, and neither the key nor what it was told',
    async (_, options, message, hint) => {
      const error: unknown = await embedder(options)
        .embed(['secret thoughts'], never)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'source', retryable: false });
      expect((error as Error).message).toContain(message);
      expect((error as { hint: string }).hint).toContain(hint);
      expect(JSON.stringify(error) + String(error)).not.toMatch(/sk-|secret thoughts/);
    },
  );

  it('is obeyed when it asks to wait', async () => {
    const slow = await startFakeEmbeddings({ perMinute: 1 });
    try {
      const one = embedder({ url: slow.base, key: 'any' });
      await one.embed(['a'], never);
      const error: unknown = await one.embed(['b'], never).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ fault: 'throttled', retryable: true });
      expect((error as { notBefore: Date }).notBefore).toEqual(new Date('2026-11-20T12:00:20Z'));
    } finally {
      await slow.stop();
    }
  });

  it('refuses texts it does not take', async () => {
    far.refuse('forbidden');
    await expect(embedder().embed(['fine', 'forbidden'], never)).rejects.toThrow(RefusedText);
    await expect(embedder().embed(['x'.repeat(40_000)], never)).rejects.toThrow(RefusedText);
  });

  it.each([
    ['no JSON', '<html>'],
    ['something else', '{"data":[{"index":0,"embedding":"AAAA"}]}'],
    ['too few vectors', body([row(0, [1, 0])])],
    ['one vector twice', body([row(0, [1, 0]), row(0, [0, 1])])],
    ['a vector for nobody', body([row(0, [1, 0]), row(7, [0, 1])])],
    ['vectors of several lengths', body([row(0, [1, 0]), row(1, [0, 1, 0])])],
    ['an empty vector', body([row(0, []), row(1, [])])],
    ['a vector without direction', body([row(0, [0, 0]), row(1, [0, 1])])],
    ['nothing', ''],
  ])('that answers with %s is not believed', async (_, answer) => {
    far.fail('/', { kind: 'status', status: 200, body: answer });
    await expect(embedder().embed(['a', 'b'], never)).rejects.toMatchObject({
      code: 'source',
      fault: 'unreadable',
      retryable: true,
    });
  });

  it('that breaks off or hangs ends with the signal', async () => {
    far.fail('/', { kind: 'broken' }, 1);
    await expect(embedder().embed(['a'], never)).rejects.toMatchObject({ fault: 'unreachable' });
    far.fail('/', { kind: 'hang' });
    const stop = new AbortController();
    const asked = embedder().embed(['a'], stop.signal);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});

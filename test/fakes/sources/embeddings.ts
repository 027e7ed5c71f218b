import { startFakeSource, type Answer, type FakeSource, type LoggedRequest } from './server.js';

/** Limits of `POST /v1/embeddings` (OpenAI API reference, Create embeddings). */
const MOST_INPUTS = 2_048;
const MOST_TOKENS_OF_INPUT = 8_192;
const MOST_TOKENS = 300_000;

export interface FakeEmbeddings extends FakeSource {
  /** What EMBEDDINGS_URL is set to. */
  readonly base: string;
  /** Words of one group mean the same: their texts get near vectors. */
  means(...words: readonly string[]): void;
  /** Serves other vectors under the same names from now on. */
  setDimensions(dimensions: number): void;
  /** Refuses (400) every request with a text that holds this. */
  refuse(piece: string): void;
  /** Waits this long before each answer, milliseconds. */
  delay(ms: number): void;
  /** The texts of every request, in order. */
  texts(): readonly (readonly string[])[];
}

export interface FakeEmbeddingsOptions {
  /** The only key it takes; default any or none. */
  readonly key?: string;
  readonly models?: readonly string[];
  readonly dimensions?: number;
  /** Requests a minute; then 429 with `Retry-After`. Default no limit. */
  readonly perMinute?: number;
}

/** OpenAI's endpoint for embeddings with its rules, and a model of ours: a word is a direction, and words of a group share theirs. */
export async function startFakeEmbeddings(options: FakeEmbeddingsOptions = {}): Promise<FakeEmbeddings> {
  const { key, models = ['fake-small', 'fake-large'], perMinute = Infinity } = options;
  const groups = new Map<string, string>();
  const refused: string[] = [];
  let dimensions = options.dimensions ?? 64;
  let waitMs = 0;
  const times: number[] = [];
  const vectorOf = (text: string, model: string): number[] => {
    const numbers = Array.from({ length: dimensions }, () => 0);
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? [])
      for (const [at, sign] of directionOf(`${model} ${groups.get(word) ?? word}`, dimensions))
        numbers[at] = (numbers[at] ?? 0) + sign;
    return numbers.every((number) => number === 0) ? numbers.map(() => 1) : numbers;
  };
  const respond = (request: LoggedRequest): Answer => {
    if (request.path !== '/v1/embeddings') return failure(404, 'Unknown request URL', null);
    if (request.method !== 'POST') return failure(405, 'Only POST', null);
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
      return failure(401, 'Incorrect API key provided: sk-…', 'invalid_api_key');
    const now = Date.now();
    times.splice(0, times.length, ...times.filter((time) => now - time < 60_000), now);
    if (times.length > perMinute)
      return {
        ...failure(429, 'Rate limit reached', 'rate_limit_exceeded'),
        headers: { 'retry-after': '20' },
      };
    return answerTo(request.body);
  };
  const answerTo = (body: string): Answer => {
    const { model, input, encoding_format: format } = JSON.parse(body) as Record<string, unknown>;
    if (typeof model !== 'string' || !models.includes(model))
      return failure(404, `The model ${String(model)} does not exist`, 'model_not_found');
    const texts = typeof input === 'string' ? [input] : (input as readonly unknown[]);
    const fault = faultOf(texts, refused);
    if (fault !== null) return failure(400, fault, null);
    if (format !== undefined && format !== 'float') return failure(400, 'Unsupported here', null);
    const data = texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(String(text), model),
    }));
    const tokens = texts.reduce((sum: number, text) => sum + tokensOf(String(text)), 0);
    return {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({
        object: 'list',
        data,
        model,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      }),
    };
  };
  const server = await startFakeSource(respond, () => waitMs);
  return {
    ...server,
    base: `${server.url}/v1`,
    means: (first = '', ...others) => {
      for (const word of [first, ...others]) groups.set(word, first);
    },
    setDimensions: (count) => void (dimensions = count),
    refuse: (piece) => void refused.push(piece),
    delay: (ms) => void (waitMs = ms),
    texts: () =>
      server.requests.map(({ body }) => {
        const { input } = JSON.parse(body) as { input: string | string[] };
        return [input].flat();
      }),
  };
}

// --- Internal helpers ---

/** @returns what the endpoint says against these texts; null when it takes them */
function faultOf(texts: readonly unknown[], refused: readonly string[]): string | null {
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > MOST_INPUTS)
    return `'input' must be an array of 1 to ${MOST_INPUTS} texts.`;
  if (texts.some((text) => typeof text !== 'string' || text === '')) return "'input' holds an empty text.";
  const lengths = texts.map((text) => tokensOf(String(text)));
  if (lengths.some((tokens) => tokens > MOST_TOKENS_OF_INPUT))
    return `This model's maximum context length is ${MOST_TOKENS_OF_INPUT} tokens.`;
  if (lengths.reduce((sum, tokens) => sum + tokens, 0) > MOST_TOKENS)
    return `Requested more than ${MOST_TOKENS} tokens.`;
  return texts.some((text) => refused.some((piece) => String(text).includes(piece)))
    ? 'The text was refused.'
    : null;
}

/** OpenAI's rule of thumb: four characters a token. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** A quarter of all places, each plus or minus one, the same for the same word every time. */
function* directionOf(word: string, dimensions: number): Iterable<readonly [number, 1 | -1]> {
  let state = 2_166_136_261;
  for (const unit of word) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 16_777_619);
  for (let place = 0; place < dimensions; place++) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1;
    const bits = (state >>> 8) & 7;
    if (bits < 2) yield [place, bits === 0 ? 1 : -1];
  }
}

function failure(status: number, message: string, code: string | null): Answer {
  const type = status === 429 ? 'requests' : 'invalid_request_error';
  const body = JSON.stringify({ error: { message, type, param: null, code } });
  return { status, type: 'application/json', body };
}

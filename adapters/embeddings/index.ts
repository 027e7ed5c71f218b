import { SourceError } from '../../src/papers/source-error.js';
import type { Embedder } from '../../src/ports/embedder.js';
import { EMBEDDINGS_TITLE } from '../../src/search/embed-papers.js';
import { RefusedText } from '../../src/search/refused-text.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { embeddingsAnswer } from './schema.js';

/** Dimensions that models have, with room on either side. */
const DIMENSIONS = { least: 2, most: 16_000 } as const;

export interface EmbedderOptions {
  /** Without a slash and without `/embeddings` at the end. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token; null for none. */
  readonly key: string | null;
  readonly http: HttpClient;
}

/** An OpenAI-compatible endpoint: OpenAI itself, Ollama, vLLM, llama.cpp, Text Embeddings Inference and others. */
export function createEmbedder(options: EmbedderOptions): Embedder {
  return {
    model: options.model,
    embed: async (texts, signal) => {
      const answer = await ask(options, texts, signal);
      return vectorsIn(answer, texts.length);
    },
  };
}

// --- Internal helpers ---

async function ask(
  { url, model, key, http }: EmbedderOptions,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const answer = await http.post(`${url}/embeddings`, {
    signal,
    accept: 'application/json',
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    json: { model, input: texts, encoding_format: 'float' },
    answers: [400, 401, 403, 404, 413, 422],
  });
  const { status, where } = answer;
  if (status === 200) return answer;
  if (status === 401 || status === 403)
    throw refusal(`${EMBEDDINGS_TITLE} does not accept the key (${status}) at ${where}.`, KEY_HINT);
  if (status === 404)
    throw refusal(`${EMBEDDINGS_TITLE} knows no such address or model (404) at ${where}.`, ADDRESS_HINT);
  if (status < 300) throw unreadable(`answered with ${status} and no vectors at ${where}`);
  // What it says is not repeated: it may hold the text, or a piece of the key.
  throw new RefusedText(`${EMBEDDINGS_TITLE} does not take the text (${status}) at ${where}.`, ADDRESS_HINT);
}

const KEY_HINT = 'Check EMBEDDINGS_API_KEY.';
const ADDRESS_HINT =
  'Check EMBEDDINGS_URL, which usually ends with /v1, and EMBEDDINGS_MODEL: it must be a model for embeddings.';

function refusal(message: string, hint: string): SourceError {
  return new SourceError(message, { fault: 'status', retryable: false, hint });
}

function unreadable(words: string, cause?: unknown): SourceError {
  return new SourceError(`${EMBEDDINGS_TITLE} ${words}.`, { fault: 'unreadable', hint: ADDRESS_HINT, cause });
}

/** The vectors in the order of the texts. @throws SourceError when the answer is not one vector for each */
function vectorsIn({ body, where }: HttpAnswer, count: number): readonly Float32Array[] {
  const rows = parse(body, where);
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const { index, embedding } of rows) if (index < count) vectors[index] ??= toUnit(embedding, where);
  const whole = vectors.flatMap((vector) => vector ?? []);
  if (whole.length !== count || rows.length !== count)
    throw unreadable(`answered with ${rows.length} vectors for ${count} texts at ${where}`);
  const [first] = whole;
  if (whole.some(({ length }) => length !== first?.length))
    throw unreadable(`answered with vectors of several lengths at ${where}`);
  return whole;
}

function parse(body: string, where: string) {
  try {
    return embeddingsAnswer.parse(parseJson(body)).data;
  } catch (cause) {
    throw unreadable(`answered with something else than vectors at ${where}`, cause);
  }
}

/** Of length one, so that vectors of models that do not care for it can be compared too. */
function toUnit(numbers: readonly number[], where: string): Float32Array {
  const { least, most } = DIMENSIONS;
  if (numbers.length < least || numbers.length > most)
    throw unreadable(`answered with a vector of ${numbers.length} numbers at ${where}`);
  const length = Math.hypot(...numbers);
  if (!Number.isFinite(length) || length === 0)
    throw unreadable(`answered with a vector without direction at ${where}`);
  return Float32Array.from(numbers, (number) => number / length);
}

// Lets everything that reads a source read from a hostile one; runs on the built files. Prints a line per answer.
import { createArxivFinder, createArxivSource } from '../../dist/adapters/arxiv/index.js';
import { createHuggingFaceFinder, createHuggingFaceSource } from '../../dist/adapters/huggingface/index.js';
import { createHttpClient } from '../../dist/adapters/shared/http.js';

const { url, ways, slow } = JSON.parse(process.argv[2] ?? '{}');
const now = new Date('2026-11-20T12:00:00Z');
const day = { from: '2026-11-20', to: '2026-11-20' };
const clock = { now: () => Promise.resolve(now) };
const signal = new AbortController().signal;
const store = {
  validators: () => Promise.resolve(null),
  remember: () => Promise.resolve(),
  reserve: () => Promise.resolve(0),
};

/** The same client as the bot's, but impatient with what is slow, and not tried again. */
const client = (timeoutMs) => createHttpClient({ title: 'The source', store, timeoutMs, retries: 0 });

async function readAll(source, request) {
  const pages = [];
  for await (const page of source.read({ now, lastOkAt: null, signal, ...request })) pages.push(page);
  return pages.flatMap(({ items }) => items);
}

const readers = (base, http) => {
  const huggingFace = { baseUrl: base, token: null, http, clock, everyMs: 60_000 };
  const arxiv = { rssUrl: base, apiUrl: base, categories: ['cs.CL'], http, clock, title: 'arXiv' };
  return {
    'the list of Hugging Face': () => readAll(createHuggingFaceSource(huggingFace), { days: day }),
    'the search of Hugging Face': () => createHuggingFaceFinder(huggingFace).find('speech', 10, signal),
    'a paper at Hugging Face': () => createHuggingFaceFinder(huggingFace).get('2611.10001', signal),
    'the feed of arXiv': () => readAll(createArxivSource(arxiv), {}),
    'the API of arXiv': () => readAll(createArxivSource(arxiv), { days: day }),
    'a paper at arXiv': () => createArxivFinder(arxiv).get('2611.10001', signal),
  };
};

for (const way of ways)
  for (const [reader, read] of Object.entries(
    readers(`${url}/${way}`, client(slow.includes(way) ? 150 : 60_000)),
  )) {
    const outcome = await read().then(
      (items) => ({ items: Array.isArray(items) ? items.length : items }),
      ({ name, message }) => ({ error: name, message }),
    );
    process.stdout.write(`${JSON.stringify({ way, reader, ...outcome })}\n`);
  }

import { AppError } from '../errors.js';
import { compactNumber, countOf } from '../text/numbers.js';
import type { Embeddings } from '../wiring/embeddings.js';
import type { Output } from './output.js';

export interface EmbedOptions {
  readonly anew?: boolean;
  readonly json?: boolean;
}

/** What search by meaning needs of the runtime. */
interface Here {
  readonly embeddings: Embeddings | null;
}

/**
 * Embeds all papers that lack a vector, now.
 * @returns false when it could not go to the end
 * @throws AppError `config` when search by meaning is off
 */
export async function embedNow(
  options: EmbedOptions,
  { embeddings }: Here,
  output: Output,
): Promise<boolean> {
  if (embeddings === null)
    throw new AppError('Search by meaning is off.', {
      code: 'config',
      hint: 'Set EMBEDDINGS_URL and EMBEDDINGS_MODEL.',
    });
  if (options.anew === true) await embeddings.clear();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  let done = { papers: 0, refused: 0 };
  for (;;) {
    const before = done.papers;
    const report = await embeddings.embed({
      signal: stop.signal,
      onProgress: (papers) => process.stderr.write(`Embedding papers: ${before + papers} …\r`),
    });
    done = { papers: done.papers + report.papers, refused: done.refused + report.refused };
    if (report.outcome === 'more') continue;
    const status = await embeddings.status();
    if (options.json === true) output.json({ ...report, ...done, status });
    else output.line(`${report.error ?? ''} ${told(embeddings.model, done, status)}`.trim());
    return report.outcome === 'complete';
  }
}

// --- Internal helpers ---

function told(
  model: string,
  { papers, refused }: { readonly papers: number; readonly refused: number },
  status: { readonly papers: number; readonly vectors: number },
): string {
  const notTaken = refused === 0 ? '' : `, ${compactNumber(refused)} refused`;
  return `${model}: ${countOf(papers, 'paper', 'papers')} embedded${notTaken}. ${compactNumber(status.vectors)} of ${compactNumber(status.papers)} have vectors.`;
}

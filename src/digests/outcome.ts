import type { DigestOutcome } from './digest.js';
import { sinceText, staleNotices, type SourceHealth } from './source-health.js';

/** Why a digest has no papers; shown to people. */
export interface EmptyDay {
  readonly outcome: Extract<DigestOutcome, 'nothing-matched' | 'no-mailing' | 'source-down'>;
  /** A plain sentence or two. */
  readonly reason: string;
  /** What a channel that wants a line on an empty day is told. */
  readonly line: string;
}

export interface EmptyInput {
  /** Papers looked at that the channel has not had. */
  readonly considered: number;
  /** True when a source listed a paper since the channel's last digest. */
  readonly newlyListed: boolean;
  /** Why arXiv lists nothing today, `weekend` or `arXiv holiday`; null when it does, or is not read at all. */
  readonly noMailing: string | null;
  /** Every source that is switched on. */
  readonly sources: readonly SourceHealth[];
  readonly now: Date;
  readonly zone: string;
}

/**
 * Which of the three empty outcomes it is. No fresh source: nobody can know whether there was anything, `source-down`.
 * Nothing listed since the last digest: `no-mailing`. Else papers came and no topic wanted them: `nothing-matched`.
 */
export function emptyDay(input: EmptyInput): EmptyDay {
  if (input.sources.every((source) => source.stale)) return spoken('source-down', [downSentence(input)]);
  const notices = staleNotices(input.sources, input.now, input.zone);
  if (!input.newlyListed) return spoken('no-mailing', [quietSentence(input), ...notices]);
  const seen = `${input.considered} ${input.considered === 1 ? 'paper' : 'papers'} seen, none matched.`;
  const calendar = input.noMailing === null ? [] : [`arXiv lists nothing today (${input.noMailing}).`];
  return spoken('nothing-matched', [seen, ...calendar, ...notices]);
}

// --- Internal helpers ---

function spoken(outcome: EmptyDay['outcome'], sentences: readonly string[]): EmptyDay {
  const reason = sentences.join(' ');
  return { outcome, reason, line: `No papers today. ${reason}` };
}

function quietSentence({ noMailing, considered }: EmptyInput): string {
  const why = noMailing === null ? '' : ` (${noMailing})`;
  const rest = considered === 0 ? '' : ', and none of the papers left over matches';
  return `Nothing new was listed since the last digest${why}${rest}.`;
}

function downSentence({ sources, now, zone }: EmptyInput): string {
  if (sources.length === 0)
    return 'No source is switched on: set HUGGINGFACE_URL, or ARXIV_RSS_URL and ARXIV_API_URL.';
  const each = sources.map(({ title, since, read }) => {
    if (since === null) return `${title} has not been read yet`;
    return read
      ? `${title} not since ${sinceText(since, now, zone)}`
      : `${title} never, tried since ${sinceText(since, now, zone)}`;
  });
  return `No source has answered: ${each.join(', ')}.`;
}

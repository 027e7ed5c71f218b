import type { DigestContent } from './digest.js';

export interface NoticeRoom {
  /** Most notices shown; the others are counted. */
  readonly most: number;
  /** Room for all of them together, in the units of `shown`. */
  readonly room: number;
  /** Cleans, cuts to at most `max` and escapes for the platform. */
  readonly shown: (text: string, max: number) => string;
}

/** What a reader must know of a digest beside its papers, one line each: sample, late, sources that are missing. Pure. */
export function noticeLines(content: DigestContent, { most, room, shown }: NoticeRoom): string {
  const lines = [
    ...(content.sample ? ['Sample: a bundled list for show, not today’s papers.'] : []),
    ...(content.late ? ['Late: this list was put together more than 30 minutes after its time.'] : []),
    ...content.notices,
  ];
  const kept = lines.slice(0, most);
  const each = Math.floor(room / Math.max(1, kept.length)) - 4;
  const texts = kept.map((line) => shown(line, each)).filter((line) => line !== '');
  const more = lines.length - kept.length;
  if (more > 0) texts.push(`and ${more} more`);
  return texts.map((text) => `⚠️ ${text}`).join('\n');
}

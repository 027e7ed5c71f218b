/** Slack's rule for posts, with room for short bursts. */
export interface SlackPace {
  readonly perSecond: number;
  readonly burst: number;
  /** Posts of one workspace in a minute; Slack says "several hundred". */
  readonly workspacePerMinute?: number;
}

export const SLACK_PACE: SlackPace = { perSecond: 1, burst: 3, workspacePerMinute: 600 };

/** @returns seconds to wait, 0 when the post may go through */
export type PaceCheck = (channel: string, workspace: string) => number;

/** A bucket per channel and a minute per workspace. Posting within a Retry-After that was given is reported. */
export function createPaceCheck(
  pace: () => SlackPace | null,
  now: () => number,
  report: (violation: string) => void,
): PaceCheck {
  const buckets = new Map<string, { tokens: number; at: number; closedUntil: number }>();
  const minutes = new Map<string, number[]>();
  const workspaceWait = (workspace: string, most: number, at: number): number => {
    const posts = (minutes.get(workspace) ?? []).filter((post) => at - post < 60_000);
    minutes.set(workspace, posts);
    if (posts.length >= most) return Math.max(1, Math.ceil((posts[0]! + 60_000 - at) / 1000));
    posts.push(at);
    return 0;
  };
  return (channel, workspace) => {
    const rule = pace();
    if (rule === null) return 0;
    const at = now();
    const full = workspaceWait(workspace, rule.workspacePerMinute ?? Infinity, at);
    if (full > 0) return full;
    const bucket = buckets.get(channel) ?? { tokens: rule.burst, at, closedUntil: 0 };
    buckets.set(channel, bucket);
    bucket.tokens = Math.min(rule.burst, bucket.tokens + ((at - bucket.at) / 1000) * rule.perSecond);
    bucket.at = at;
    if (at < bucket.closedUntil) report(`a post to ${channel} within Retry-After`);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / rule.perSecond));
    bucket.closedUntil = at + seconds * 1000;
    return seconds;
  };
}

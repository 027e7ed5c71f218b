import { createSealer } from '../../adapters/shared/sealer.js';
import { createCommandFront, type CommandDesk, type DeskDeps } from '../../src/commands/desk.js';
import type { CommandReply } from '../../src/commands/reply.js';
import type { AnswerJob, Job } from '../../src/ports/job-queue.js';
import { createRecorder, type LogLine } from '../jobs/recorder.js';
import { createFakeTimer, type FakeTimer } from './fake-timer.js';

export const sealer = createSealer('a key for tests, long enough');

/** Counts as `event platform outcome`, and seconds as `answered platform`. */
export function countingMetrics() {
  const counted: string[] = [];
  const seconds: number[] = [];
  return {
    counted,
    seconds,
    metrics: {
      count: (event: string, platform: string, outcome: string) =>
        void counted.push(`${event} ${platform} ${outcome}`),
      acknowledged: () => undefined,
      answered: (_platform: string, took: number) => void seconds.push(took),
    },
  };
}

/** Claims as the database keeps them, without one; `fault` stands for its absence. */
export function claimsInMemory() {
  const taken = new Set<string>();
  const claims = {
    taken,
    fault: null as Error | 'hangs' | null,
    claim: (id: string): Promise<boolean> => {
      if (claims.fault === 'hangs') return new Promise(() => undefined);
      if (claims.fault !== null) return Promise.reject(claims.fault);
      const free = !taken.has(id);
      taken.add(id);
      return Promise.resolve(free);
    },
    release: (id: string): Promise<void> => {
      if (claims.fault instanceof Error) return Promise.reject(claims.fault);
      taken.delete(id);
      return Promise.resolve();
    },
  };
  return claims;
}

export interface DeskBench {
  readonly desk: CommandDesk;
  readonly timer: FakeTimer;
  readonly jobs: { job: AnswerJob; id: string }[];
  readonly claims: ReturnType<typeof claimsInMemory>;
  readonly counted: string[];
  readonly lines: LogLine[];
  readonly late: CommandReply[];
  readonly lateReply: (reply: CommandReply) => Promise<void>;
}

/** A desk with small ports and a clock that stands still. */
export function openDesk(overrides: Partial<DeskDeps> = {}): DeskBench {
  const timer = createFakeTimer();
  const { logger, lines } = createRecorder();
  const { metrics, counted } = countingMetrics();
  const claims = claimsInMemory();
  const jobs: DeskBench['jobs'] = [];
  const late: CommandReply[] = [];
  const desk = createCommandFront({
    queue: {
      enqueue: (job: Job, { id }) => {
        if (job.kind === 'answer') jobs.push({ job, id });
        return Promise.resolve();
      },
    },
    answers: claims,
    sealer,
    readText: (text) => ({ kind: 'text', text }),
    forms: () => Promise.resolve(null),
    suggestions: () => Promise.resolve([]),
    now: timer.now,
    startTimer: timer.startTimer,
    newId: () => 'ab12cd34',
    metrics,
    logger,
    ...overrides,
  });
  return {
    desk,
    timer,
    jobs,
    claims,
    counted,
    lines,
    late,
    lateReply: (reply) => {
      late.push(reply);
      return Promise.resolve();
    },
  };
}

/** All the words of a reply. */
export function wordsOf(reply: CommandReply | null | undefined): string {
  return (reply?.blocks ?? []).map((block) => ('text' in block ? block.text : '')).join('\n');
}

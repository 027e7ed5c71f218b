import { createHash, randomBytes } from 'node:crypto';
import { logContext, withLogContext } from '../../adapters/shared/log-context.js';
import type { Job } from '../ports/job-queue.js';
import type { Spans, Tracing } from '../ports/tracing.js';
import type { FactStore } from '../ports/workspace-store.js';

/** The name under which this installation's own random id is kept, so that two of them never share a trace id. */
const INSTALLATION = 'installation';

/** The random id of this installation, made at its first start. */
export function installationId({ facts }: { readonly facts: Pick<FactStore, 'putOnce'> }): Promise<string> {
  return facts.putOnce(INSTALLATION, randomBytes(16).toString('hex'));
}

/**
 * Trace ids of log lines, and of spans where they are sent. A digest's is made of its number, so that every process and
 * every try knows it untold.
 */
export function createTracing(installation: string, spans: Spans | null): Tracing {
  const traceOf = (digest: number): string => traceId(installation, `digest ${digest}`);
  const current = (): string | null => {
    const { trace } = logContext();
    return typeof trace === 'string' ? trace : null;
  };
  return {
    current,
    ofDigest: (digest, name, act) => {
      const trace = traceOf(digest);
      const work = () => withLogContext({ trace, digest }, act);
      return spans === null ? work() : spans.rootedIn(trace, () => spans.span(name, { digest }, work));
    },
    ofWork: (name, fields, act) => {
      const trace = current() ?? spans?.current()?.trace ?? randomBytes(16).toString('hex');
      const work = () => withLogContext({ trace }, act);
      return spans === null ? work() : spans.rootedIn(trace, () => spans.span(name, fields, work));
    },
    enqueueOf: (digest, act) => (spans === null ? act() : spans.rootedIn(traceOf(digest), act)),
    place: () => {
      const here = spans?.current() ?? null;
      return here === null ? current() : `${here.trace}-${here.span}`;
    },
    standsOn: (places) => {
      const known = places.map((place) => place.split('-'));
      spans?.link(known.flatMap(([trace = '', span]) => (span === undefined ? [] : [{ trace, span }])));
    },
  };
}

/** Does a job under the trace id of what it is about. */
export function traceJob<T>(job: Job, tracing: Tracing, act: () => Promise<T>): Promise<T> {
  if (job.kind === 'compose' || job.kind === 'deliver') return tracing.ofDigest(job.digestId, job.kind, act);
  if (job.kind === 'collect' || job.kind === 'signals')
    return tracing.ofWork(job.kind, { source: job.source }, act);
  return tracing.ofWork(job.kind, {}, act);
}

/** Enqueues a job so that its run belongs to the trace of what it is about. */
export function traceEnqueue<T>(job: Job, tracing: Tracing, act: () => T): T {
  return 'digestId' in job ? tracing.enqueueOf(job.digestId, act) : act();
}

// --- Internal helpers ---

/** 32 hexadecimal digits, as W3C Trace Context wants them. */
function traceId(installation: string, what: string): string {
  return createHash('sha256').update(`${installation} ${what}`).digest('hex').slice(0, 32);
}

import { createHash, randomBytes } from 'node:crypto';
import { logContext, withLogContext } from '../../adapters/shared/log-context.js';
import type { Job } from '../ports/job-queue.js';
import type { Tracing } from '../ports/tracing.js';
import type { FactStore } from '../ports/workspace-store.js';

/** The name under which this installation's own random id is kept, so that two of them never share a trace id. */
const INSTALLATION = 'installation';

/** The random id of this installation, made at its first start. */
export function installationId({ facts }: { readonly facts: Pick<FactStore, 'putOnce'> }): Promise<string> {
  return facts.putOnce(INSTALLATION, randomBytes(16).toString('hex'));
}

/** Trace ids of log lines. A digest's is made of its number, so that every process and every try knows it untold. */
export function createTracing(installation: string): Tracing {
  const current = (): string | null => {
    const { trace } = logContext();
    return typeof trace === 'string' ? trace : null;
  };
  return {
    current,
    ofDigest: (digest, _name, act) =>
      withLogContext({ trace: traceId(installation, `digest ${digest}`), digest }, act),
    ofWork: (_name, _fields, act) =>
      withLogContext({ trace: current() ?? randomBytes(16).toString('hex') }, act),
  };
}

/** Does a job under the trace id of what it is about. */
export function traceJob<T>(job: Job, tracing: Tracing, act: () => Promise<T>): Promise<T> {
  if (job.kind === 'compose' || job.kind === 'deliver') return tracing.ofDigest(job.digestId, job.kind, act);
  if (job.kind === 'collect' || job.kind === 'signals')
    return tracing.ofWork(job.kind, { source: job.source }, act);
  return tracing.ofWork(job.kind, {}, act);
}

// --- Internal helpers ---

/** 32 hexadecimal digits, as W3C Trace Context wants them. */
function traceId(installation: string, what: string): string {
  return createHash('sha256').update(`${installation} ${what}`).digest('hex').slice(0, 32);
}

import { SpanKind } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** The name under which the queue's library makes spans. */
const QUEUE_SCOPE = 'bullmq';

/**
 * Lets everything through but what the queue does for its own upkeep, several times a minute and about no job: looking
 * for work, renewing locks, looking for stalled jobs. What is enqueued and what is run stays.
 */
export function exceptUpkeep(inner: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, parent) => inner.onStart(span, parent),
    onEnd: (span) => {
      const isJob = span.kind === SpanKind.PRODUCER || span.kind === SpanKind.CONSUMER;
      if (span.instrumentationScope.name !== QUEUE_SCOPE || isJob) inner.onEnd(span);
    },
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
  };
}

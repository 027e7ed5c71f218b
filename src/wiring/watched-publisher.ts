import type { Logger } from '../ports/logger.js';
import type { LookOutcome, Publisher, SendOutcome } from '../ports/publisher.js';
import type { Tally } from '../ports/tally.js';
import type { Tracing } from '../ports/tracing.js';

export interface WatchDeps {
  readonly tracing: Pick<Tracing, 'ofWork'>;
  readonly tally: Tally;
  readonly logger: Pick<Logger, 'debug'>;
}

/**
 * The same publisher; each call that posts, or looks for what was posted, is a step of its digest's trace, says how it
 * ended, and is counted.
 */
export function watchPublisher(publisher: Publisher, deps: WatchDeps): Publisher {
  const { platform } = publisher;
  const watch = async <T extends SendOutcome | LookOutcome>(
    call: 'send' | 'look',
    part: string,
    act: () => Promise<T>,
  ): Promise<T> => {
    const startedAt = performance.now();
    return deps.tracing.ofWork(`${platform} ${call}`, { platform, part }, async () => {
      const count = call === 'send' ? 'deliveries' : 'looks';
      const outcome = await act().catch((error: unknown) => {
        deps.tally.add(count, { platform, outcome: THROWN[call] });
        throw error;
      });
      deps.tally.add(count, { platform, outcome: outcome.kind });
      const ms = Math.round(performance.now() - startedAt);
      deps.logger.debug({ call, part, outcome: outcome.kind, ms }, 'the platform was asked');
      return outcome;
    });
  };
  return {
    ...publisher,
    send: (request, signal) => watch('send', request.kind, () => publisher.send(request, signal)),
    look: (request, since, signal) =>
      watch('look', request.kind, () => publisher.look(request, since, signal)),
  };
}

/** What the core takes a publisher for that throws, which none should. */
const THROWN = { send: 'unknown', look: 'cannot-tell' } as const;

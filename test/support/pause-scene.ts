import type { Stores } from '../../adapters/postgres/index.js';
import type { Channel } from '../../src/channels/channel.js';
import { deliverDigest } from '../../src/digests/deliver.js';
import { createPauseWatch, type PauseWatch } from '../../src/pauses/watch.js';
import type { Logger } from '../../src/ports/logger.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { deliveringTo, type BothPlatforms } from './delivering.js';
import { sampleContent } from './digest-content.js';

/** A process that delivers and sees to pauses, on both fakes. */
export interface PauseProcess {
  readonly watch: PauseWatch;
  /** Posts the sample digest as one message, as far as it goes. */
  deliver(channel: Channel): Promise<void>;
}

export function pauseProcess(stores: Stores, platforms: BothPlatforms, logger: Logger): PauseProcess {
  const deps = deliveringTo(platforms, stores, logger);
  const { publisherFor } = deps;
  return {
    watch: createPauseWatch(deps),
    async deliver(channel) {
      const digest = await stores.digests.openNow(channel.id);
      const keyOf = keysOf(`digest ${digest.id}`);
      const parts = publisherFor(channel.address.platform)?.render(sampleContent(), 'compact', keyOf) ?? [];
      await stores.digests.freeze(digest, sampleContent(), parts, keyOf);
      await deliverDigest(digest.id, deps, new AbortController().signal);
    },
  };
}

import type { Stores } from '../../adapters/postgres/index.js';
import type { Channel, Layout } from '../../src/channels/channel.js';
import { deliverDigest, type DeliverDeps } from '../../src/digests/deliver.js';
import { createPauseWatch, type PauseWatch } from '../../src/pauses/watch.js';
import type { DigestContent } from '../../src/digests/digest.js';
import type { Logger } from '../../src/ports/logger.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { deliveringTo, type BothPlatforms } from './delivering.js';
import { sampleContent } from './digest-content.js';

/** A process that delivers and sees to pauses, on both fakes. */
export interface PauseProcess {
  readonly watch: PauseWatch;
  /** A digest, the sample unless told otherwise, chosen and laid out, of which nothing is sent yet. @returns its id */
  freeze(channel: Channel, layout?: Layout, content?: DigestContent): Promise<number>;
  /** Goes on with a digest as far as it can. @returns when to come back */
  go(digestId: number): Promise<Date | null>;
  /** Posts the sample digest, as one message unless told otherwise, as far as it goes. @returns its id */
  deliver(channel: Channel, layout?: Layout): Promise<number>;
}

/** @param overrides of what delivering needs */
export function pauseProcess(
  stores: Stores,
  platforms: BothPlatforms,
  logger: Logger,
  overrides: Partial<Pick<DeliverDeps, 'deliveries' | 'publisherFor'>> = {},
): PauseProcess {
  const deps = { ...deliveringTo(platforms, stores, logger), ...overrides };
  const { publisherFor } = deps;
  const scene: PauseProcess = {
    watch: createPauseWatch(deps),
    async freeze(channel, layout = 'compact', content = sampleContent()) {
      const digest = await stores.digests.openNow(channel.id);
      const keyOf = keysOf(`digest ${digest.id}`);
      const publisher = await publisherFor(channel.address.platform);
      const parts = publisher?.render(content, layout, keyOf) ?? [];
      if (!(await stores.digests.freeze(digest, content, parts, keyOf)))
        throw new Error('Nothing was frozen.');
      return digest.id;
    },
    go: (digestId) => deliverDigest(digestId, deps, new AbortController().signal),
    async deliver(channel, layout) {
      const digestId = await scene.freeze(channel, layout);
      await scene.go(digestId);
      return digestId;
    },
  };
  return scene;
}

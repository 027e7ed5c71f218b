import type { Channel, ChannelSettings } from '../channels/channel.js';
import { DEFAULT_COUNT } from '../channels/settings.js';
import type { PlainDate } from '../papers/paper.js';
import type { DigestStore } from '../ports/digest-store.js';
import { EVERYTHING } from '../topics/builtin.js';
import { localDate } from './day.js';
import type { DigestContent } from './digest.js';
import type { EmptyDay } from './outcome.js';
import { prepareDigest, type PrepareDeps } from './prepare.js';

export interface PreviewDeps extends PrepareDeps {
  readonly digests: Pick<DigestStore, 'find' | 'lastPosted' | 'history'>;
}

export interface PreviewRequest {
  /** Null for a look without a channel: nothing was had. */
  readonly channel: Channel | null;
  /** Settings to try instead of the channel's own; the frozen digest is not shown then. */
  readonly settings?: ChannelSettings;
  readonly now: Date;
}

export type Preview =
  /** Today's digest as it was or will be posted, or what would be posted as of now. */
  | { readonly kind: 'frozen' | 'now'; readonly content: DigestContent }
  | { readonly kind: 'empty'; readonly day: PlainDate; readonly empty: EmptyDay };

/** What is shown without channel and settings: five papers on everything. */
const PLAIN_LOOK: ChannelSettings = {
  schedule: { time: '09:00', zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] },
  count: DEFAULT_COUNT,
  layout: 'thread',
  empty: 'silent',
  picture: 'on',
  managers: 'members',
  topics: [EVERYTHING],
};

/** What the channel has been or would be shown today, made by the very steps that post. Writes nothing. */
export async function previewDigest(request: PreviewRequest, deps: PreviewDeps): Promise<Preview> {
  const { channel, now } = request;
  const settings = request.settings ?? channel ?? PLAIN_LOOK;
  const day = localDate(now, settings.schedule.zone);
  if (channel !== null && request.settings === undefined) {
    const digest = await deps.digests.find(channel.id, day);
    if (digest?.content) return { kind: 'frozen', content: digest.content };
  }
  const own = { channelId: channel?.id ?? null, channelKey: channel?.key ?? null };
  const tried = request.settings !== undefined;
  const prepared = await prepareDigest({ ...own, settings, day, slotAt: now, now, tried }, deps);
  if (prepared.kind === 'empty') return { kind: 'empty', day, empty: prepared.empty };
  return { kind: 'now', content: prepared.content };
}

import type { Channel } from '../channels/channel.js';
import { localDate } from '../digests/day.js';
import { previewDigest, type Preview } from '../digests/preview.js';
import { notes, rows, text, button } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { nextInWords } from './topics.js';
import { SLASH } from './wording.js';

/** `preview`: the next digest as it will be posted, or as it would be as of now. Writes nothing. */
export const preview: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  const look = await previewOf(channel, asked, kitchen);
  const next = channel === null ? '' : nextInWords(channel);
  if (look.kind === 'empty')
    return {
      title: 'Preview',
      blocks: [text(`As of now there would be nothing to show. ${look.empty.reason}`), ...notes(next)],
    };
  return {
    title: null,
    blocks: [
      ...notes(noteOf(look.kind, channel), next),
      { kind: 'digest', content: look.content, layout: channel?.layout ?? 'thread' },
      ...rows(
        channel === null ? button('Subscribe to everything', { do: 'subscribe', query: 'everything' }) : [],
      ),
    ],
  };
};

// --- Internal helpers ---

/** The digest that is put together already and not posted yet, else what would be chosen now. */
async function previewOf(channel: Channel | null, { now }: Asked, kitchen: Kitchen): Promise<Preview> {
  if (channel === null) return previewDigest({ channel, now }, kitchen);
  const today = await kitchen.digests.find(channel.id, localDate(now, channel.schedule.zone));
  // One that was posted is not the next one.
  if (today?.status === 'composed') return previewDigest({ channel, now }, kitchen);
  return previewDigest({ channel, now, settings: channel }, kitchen);
}

function noteOf(kind: 'frozen' | 'now', channel: Channel | null): string {
  if (channel === null)
    return `This channel gets no digest yet: this is what one on everything would show now. Start with ${SLASH} subscribe.`;
  return kind === 'frozen'
    ? 'This is the next digest: it is put together and waits for its time.'
    : 'As of now; what is new until then comes in.';
}

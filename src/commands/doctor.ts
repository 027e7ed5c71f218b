import { localTime } from '../digests/day.js';
import { readHealth } from '../digests/prepare.js';
import { sinceText, type SourceHealth } from '../digests/source-health.js';
import { notes, rows, text, button } from './blocks.js';
import type { Handler } from './deps.js';
import { checkPlace } from './place.js';
import type { ReplyBlock } from './reply.js';
import { nextInWords, outcomeInWords } from './topics.js';
import { SLASH } from './wording.js';

/** `doctor`: what the bot may do here, whether the digest is paused, how the last one went, and how the sources do. */
export const doctor: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  const place = await checkPlace(asked, channel?.layout ?? null, kitchen, false);
  const [last] = channel === null ? [] : await kitchen.digests.history(channel.id, 1);
  const sources = [...kitchen.sources, ...(kitchen.signalSources ?? [])];
  const health = await readHealth({ ...kitchen, sources }, asked.now);
  const zone = channel?.schedule.zone ?? 'UTC';
  const here = place.name === null ? 'here' : `in ${place.name}`;
  const found: ReplyBlock =
    place.problems.length === 0
      ? text(`✓ Everything a digest needs is allowed ${here}.`)
      : { kind: 'problems', problems: place.problems };
  return {
    title: 'Doctor',
    blocks: [
      found,
      {
        kind: 'fields',
        fields: [
          {
            name: 'Digest',
            value: channel === null ? `none here yet: ${SLASH} subscribe` : nextInWords(channel),
          },
          ...(last === undefined ? [] : [{ name: 'Last digest', value: outcomeInWords(last) }]),
          ...health.map((source) => ({ name: source.title, value: healthInWords(source, asked.now, zone) })),
        ],
      },
      ...notes(`Checked ${localTime(asked.now, zone)}.`),
      ...rows(channel?.pause ? button('Resume', { do: 'resume' }) : []),
    ],
  };
};

// --- Internal helpers ---

function healthInWords({ read, stale, failing, since }: SourceHealth, now: Date, zone: string): string {
  if (!read) return failing ? '✗ has not answered yet' : 'not read yet';
  if (!stale) return '✓ read as planned';
  const when = since === null ? '' : ` ${sinceText(since, now, zone)}`;
  return failing ? `✗ has not answered since${when}` : `✗ last read at${when}`;
}

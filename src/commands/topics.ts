import type { Channel, Topic } from '../channels/channel.js';
import { localTime } from '../digests/day.js';
import type { Digest, DigestOutcome } from '../digests/digest.js';
import { countOf } from '../text/numbers.js';
import { builtinTopic, builtinTopics, EVERYTHING } from '../topics/builtin.js';
import { button, notes, rows, text } from './blocks.js';
import type { Asked, Handler } from './deps.js';
import type { CommandReply } from './reply.js';
import { settingFields } from './schedule.js';
import { listOf, SLASH, whenInWords } from './wording.js';

/** Past digests told. */
const TOLD = 5;
/** Offered to a channel that gets nothing yet. */
const SUGGESTED = ['language models', 'agents', 'multimodal', 'robotics', EVERYTHING.name];

const OUTCOMES: Readonly<Record<DigestOutcome, string>> = {
  posted: 'posted',
  'posted-partly': 'posted partly',
  'nothing-matched': 'nothing matched',
  'no-mailing': 'no new papers',
  'source-down': 'sources did not answer',
  skipped: 'skipped',
  failed: 'failed',
};

/** `topics`: what this channel gets, when next, why it is paused, and how the last digests went. */
export const topics: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null) return nothingYet(asked);
  const past = await kitchen.digests.history(channel.id, TOLD);
  return {
    title: asked.request.direct ? 'What you get here' : 'What this channel gets',
    blocks: [
      text(nextInWords(channel)),
      {
        kind: 'fields',
        fields: [
          {
            name: countOf(channel.topics.length, 'topic', 'topics'),
            value: channel.topics.map(topicInWords).join('\n'),
          },
          ...settingFields(channel, asked),
          ...historyField(past, channel),
        ],
      },
      ...rows([
        ...button('Set time and zone', { do: 'schedule' }),
        ...(channel.pause === null
          ? button('Post one now', { do: 'now' })
          : button('Resume', { do: 'resume' })),
      ]),
      ...notes(
        `Add a topic: ${SLASH} subscribe. Take one out: ${SLASH} unsubscribe. Look ahead: ${SLASH} preview.`,
      ),
    ],
  };
};

/** When the next digest comes, or why none does. */
export function nextInWords({ pause, nextDueAt, schedule }: Channel): string {
  if (pause === null) return `Next digest: ${whenInWords(nextDueAt, schedule.zone)}.`;
  const by = pause.by === 'platform' ? 'The platform refused it. ' : '';
  return `Paused since ${localTime(pause.at, schedule.zone)}. ${by}${pause.reason}`;
}

/** What became of a digest. */
export function outcomeInWords({ outcome, reason, content }: Digest): string {
  if (outcome === null) return 'on its way';
  const count = outcome === 'posted' ? `, ${countOf(content?.cards.length ?? 0, 'paper', 'papers')}` : '';
  return `${OUTCOMES[outcome]}${count}${reason === null ? '' : `. ${reason}`}`;
}

// --- Internal helpers ---

function nothingYet(asked: Asked): CommandReply {
  const names = builtinTopics.map(({ name }) => name).filter((name) => name !== EVERYTHING.name);
  const place = asked.request.direct ? 'You get' : 'This channel gets';
  return {
    title: null,
    blocks: [
      text(
        `${place} no digest yet. Subscribe to a topic with ${SLASH} subscribe: a ready-made one, an arXiv category like cs.CL, ` +
          'or a query like cat:cs.CL "speech recognition" -survey. Or start with one of these:',
      ),
      ...rows(SUGGESTED.flatMap((name) => button(name, { do: 'subscribe', query: name }))),
      ...notes(`Ready-made topics: ${listOf(names)}.`),
    ],
  };
}

function topicInWords({ name, query }: Topic): string {
  if (name === EVERYTHING.name) return `${name}: all papers, the best first`;
  return name === query || builtinTopic(name)?.query === query ? name : `${name}: ${query}`;
}

function historyField(past: readonly Digest[], { schedule }: Channel) {
  if (past.length === 0) return [];
  const lines = past.map((digest) => {
    const when = digest.slot.startsWith('now:')
      ? `${localTime(digest.slotAt, schedule.zone)}, by hand`
      : digest.slot;
    return `${when}: ${outcomeInWords(digest)}`;
  });
  return [{ name: 'Last digests', value: lines.join('\n') }];
}

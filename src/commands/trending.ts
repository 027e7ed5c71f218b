import { shortDay, spellDay } from '../digests/day.js';
import type { Matches, RankedWindow } from '../digests/ranking-cache.js';
import { scoreForChannel } from '../ranking/channel-score.js';
import { diversify } from '../ranking/diversify.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { EVERYTHING } from '../topics/builtin.js';
import { notes, refusal, rows, text, button } from './blocks.js';
import type { Asked, Handler } from './deps.js';
import { listReply, LONGEST_LIST } from './lists.js';
import { nearTopics } from './near-topics.js';
import { rankNote } from './paper-lines.js';
import { readKnownTopic } from './read-topic.js';
import type { CommandReply } from './reply.js';
import { latestListDay, listDayOf, monthWindow, weekWindow, type WindowName } from '../digests/windows.js';
import { quote } from './wording.js';

const TITLES: Readonly<Record<WindowName, string>> = {
  today: 'Trending today',
  week: 'Trending this week',
  month: 'Trending this month',
};
/** Near-duplicates are moved apart among this many at the top. */
const DIVERSIFIED = 200;
const NEAR = 4;

/** `trending [topic] [window]`: the ranking of the digests, over one topic or everything. */
export const trending: Handler = async (asked, kitchen) => {
  const wanted = asked.options['window'] ?? 'week';
  const name = (['today', 'week', 'month'] as const).find((each) => each === wanted.toLowerCase());
  if (name === undefined) return refusal(`${quote(wanted)} is no window. Use today, week or month.`);
  const channel = await kitchen.channels.get(asked.key);
  const topic = readKnownTopic(asked.options['topic'] ?? EVERYTHING.name, channel);
  if (!topic.ok) return refusal(topic.message);
  const window = await (name === 'month' ? monthWindow : weekWindow)(asked.now, kitchen);
  const matching: Matches = (await window.matching(topic.value.query)) ?? new Map();
  const day = name === 'today' ? latestListDay(window) : null;
  const found = window.ranked
    .filter((item) => day === null || listDayOf(item) === day)
    .flatMap((item) => {
      const relevance = matching.get(item.paper.id);
      return relevance === undefined ? [] : [scoreForChannel(item, { relevance })];
    })
    .sort((a, b) => b.score - a.score);
  const about = topic.value.name === EVERYTHING.name ? '' : topic.value.name;
  if (found.length === 0) return nothingTrends(about, name, await weekWindow(asked.now, kitchen));
  return listReply(
    {
      title: about === '' ? TITLES[name] : `${TITLES[name]}: ${about}`,
      notes: notesOf(name, day, found.length, asked),
      entries: spread(found).map((item) => ({ item, note: rankNote(item, asked.now) })),
      more: about === '' ? [] : rows(button('Get this every day', { do: 'subscribe', query: wishOf(asked) })),
    },
    asked,
    kitchen,
  );
};

// --- Internal helpers ---

function wishOf(asked: Asked): string {
  return asked.options['topic'] ?? EVERYTHING.name;
}

function spread(found: readonly RankedPaper[]): readonly RankedPaper[] {
  return diversify(found.slice(0, DIVERSIFIED)).slice(0, LONGEST_LIST);
}

function notesOf(name: WindowName, day: string | null, papers: number, { now }: Asked): readonly string[] {
  const count = papers === 1 ? '1 paper' : `${papers} papers`;
  if (day === null) return [`${count} listed in the last ${name === 'month' ? 30 : 7} days, best first.`];
  const today = now.toISOString().slice(0, 10);
  const which = day === today ? 'today’s list' : `the latest list, of ${spellDay(day)}`;
  return [`${count} on ${which}${day === today ? ` (${shortDay(day)})` : ''}, best first.`];
}

/** @param week where other topics are looked for: there are many guesses, and a month is large */
async function nothingTrends(about: string, name: WindowName, week: RankedWindow): Promise<CommandReply> {
  const when = { today: 'on the latest list', week: 'this week', month: 'this month' }[name];
  if (about === '')
    return refusal(
      `No paper was listed ${when} yet. The sources may still be read: please try again in a few minutes.`,
    );
  const near = await nearTopics(about, week, NEAR);
  const longer =
    name === 'month' ? '' : ` Look further back with window:${name === 'today' ? 'week' : 'month'}.`;
  return refusal(
    `Nothing on ${quote(about)} was listed ${when}.${longer}`,
    ...(near.length === 0
      ? []
      : [
          text(
            `This week has papers on: ${near.map((topic) => `${topic.label} (${topic.papers})`).join(', ')}.`,
          ),
        ]),
    ...notes(
      'Topics are names like multilingual or robotics, or queries like cat:cs.CL "speech recognition".',
    ),
  );
}

import { formatChannelKey } from '../channels/address.js';
import type { Channel } from '../channels/channel.js';
import { describeError } from '../errors.js';
import type { SuggestKind } from './definition.js';
import { definitions } from './definitions.js';
import type { CommandDeps } from './deps.js';
import { paperIdIn } from './find-paper.js';
import { fitSuggestions, MOST_SUGGESTIONS } from './fit-suggestions.js';
import type { Suggestion } from './front.js';
import { titleOf } from './paper-lines.js';
import { suggestTopics, typedFirst } from './suggest-topics.js';
import { createTrends, type Trends } from './trends.js';
import { suggestZones } from './zones.js';
import type { CommandRequest } from './request.js';

export type SuggestDeps = Pick<
  CommandDeps,
  'channels' | 'papers' | 'rankings' | 'rank' | 'search' | 'clock' | 'logger'
>;

export type Suggestions = (
  kind: SuggestKind,
  text: string,
  address: CommandRequest['address'],
) => Promise<readonly Suggestion[]>;

/**
 * What may be meant while an option is typed, best first, at most 25. Nothing heavy is done for a key: what trends is
 * worked out beside it and remembered for ten minutes. A value longer than a platform takes is never offered.
 */
export function createSuggestions(deps: SuggestDeps): Suggestions {
  const trends = createTrends(deps);
  return async (kind, text, address) => {
    const found = await suggest(kind, text.slice(0, 300), address, trends, deps);
    return fitSuggestions(onlyOnce(found), address.platform);
  };
}

// --- Internal helpers ---

async function suggest(
  kind: SuggestKind,
  text: string,
  address: CommandRequest['address'],
  trends: Trends,
  deps: SuggestDeps,
): Promise<readonly Suggestion[]> {
  switch (kind) {
    case 'topic': {
      const [channel, trend] = await Promise.all([channelOf(address, deps), trends.now()]);
      const found = suggestTopics(text, channel, trend.words);
      return address.platform === 'slack' ? typedFirst(text, found) : found;
    }
    case 'own-topic':
      return ownTopics(text, await channelOf(address, deps));
    case 'paper':
      return papers(text, trends, deps);
    case 'zone':
      return suggestZones(text, await deps.clock.now(), MOST_SUGGESTIONS);
    case 'command':
      return commands(text);
  }
}

/** Suggestions without the channel's own topics are better than none. */
async function channelOf(address: CommandRequest['address'], deps: SuggestDeps): Promise<Channel | null> {
  try {
    return await deps.channels.get(formatChannelKey(address));
  } catch (error) {
    deps.logger.debug({ error: describeError(error) }, 'a channel was not read for suggestions');
    return null;
  }
}

function ownTopics(text: string, channel: Channel | null): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  return (channel?.topics ?? [])
    .filter(({ name, query }) => `${name} ${query}`.toLowerCase().includes(wanted))
    .map(({ name, query }) => ({
      label: name === query || query === '' ? name : `${name}: ${query}`,
      value: name,
    }));
}

async function papers(text: string, trends: Trends, deps: SuggestDeps): Promise<readonly Suggestion[]> {
  const wanted = text.trim();
  if (wanted === '') return (await trends.now()).papers.map(paperSuggestion);
  const id = paperIdIn(wanted);
  if (id === null) return (await deps.search.suggest(wanted, MOST_SUGGESTIONS)).map(paperSuggestion);
  const [known] = await deps.papers.get([id]);
  return [{ label: known === undefined ? `${id} (by its id)` : titleOf(known.paper), value: id }];
}

function paperSuggestion({ id, title }: { readonly id: string; readonly title: string }): Suggestion {
  return { label: titleOf({ id, title }), value: id };
}

function commands(text: string): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  return definitions
    .filter(({ name, summary }) => `${name} ${summary.toLowerCase()}`.includes(wanted))
    .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)))
    .map(({ name, summary }) => ({ label: `${name}: ${summary}`, value: name }));
}

function onlyOnce(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ value }) => {
    const first = !seen.has(value);
    seen.add(value);
    return first;
  });
}

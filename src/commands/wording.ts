import type { Layout, Managers, Schedule, Topic, Weekday } from '../channels/channel.js';
import { localClock, localDate, spellDay } from '../digests/day.js';
import { cleanText } from '../text/clean.js';
import { truncate } from '../text/truncate.js';
import type { CommandDefinition, OptionDefinition } from './definition.js';
import type { ChatPlatform } from './request.js';

/** What every command is typed after. */
export const SLASH = '/papers';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const SHORT_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** What people typed is quoted up to here, UTF-16 units. */
const LONGEST_QUOTE = 80;
const SHOWN_TOPICS = 10;

/** What somebody typed, cleaned and cut, in quotation marks. */
export function quote(text: string, max = LONGEST_QUOTE): string {
  return `“${truncate(cleanText(text.slice(0, 4 * max)), max)}”`;
}

/** `A`, `A and B`, `A, B and C`. */
export function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Names of topics, at most ten of them. */
export function topicNames(topics: readonly Pick<Topic, 'name'>[]): string {
  const names = topics.map(({ name }) => name);
  const rest = names.length - SHOWN_TOPICS;
  return rest > 1 ? `${names.slice(0, SHOWN_TOPICS).join(', ')} and ${rest} more` : listOf(names);
}

/** `every day`, `Monday to Friday`, `every Monday`, `Monday, Wednesday and Friday`. */
export function daysInWords(days: readonly Weekday[]): string {
  const names = days.map((day) => DAYS[day - 1] ?? '');
  if (days.length === 7) return 'every day';
  if (days.length === 1) return `every ${names[0] ?? ''}`;
  return isRun(days) ? `${names[0] ?? ''} to ${names.at(-1) ?? ''}` : listOf(names);
}

/** The days as `parseDays` reads them: `daily`, `mon-fri`, `weekly:mon`, `mon,wed,fri`. */
export function daysToType(days: readonly Weekday[]): string {
  const names = days.map((day) => SHORT_DAYS[day - 1] ?? '');
  if (days.length === 7) return 'daily';
  if (days.length === 1) return `weekly:${names[0] ?? ''}`;
  return isRun(days) ? `${names[0] ?? ''}-${names.at(-1) ?? ''}` : names.join(',');
}

/** `Monday to Friday at 09:00 (Europe/Berlin)`. */
export function scheduleInWords({ days, time, zone }: Schedule): string {
  return `${daysInWords(days)} at ${time} (${zone})`;
}

/** `Monday, 23 November 2026 at 09:00 (Europe/Berlin)`. */
export function whenInWords(instant: Date, zone: string): string {
  return `${spellDay(localDate(instant, zone))} at ${localClock(instant, zone)} (${zone})`;
}

export const LAYOUTS: Readonly<Record<Layout, string>> = {
  thread: 'a message with a thread of cards',
  compact: 'one message',
  forum: 'a forum post',
};

export const PICTURES = { on: 'with a picture of the list', off: 'without a picture' } as const;

export const EMPTY_DAYS = { silent: 'nothing is said', line: 'one line says why' } as const;

/** Who may change a channel's settings there. */
export function managersInWords(managers: Managers, platform: ChatPlatform): string {
  if (platform === 'discord')
    return managers === 'members'
      ? 'everyone in this channel'
      : 'those with Manage Channels or Manage Webhooks here';
  return managers === 'members'
    ? 'every full member of this workspace'
    : 'admins and owners of this workspace';
}

/** How a command is typed: `/papers search query [share]`. */
export function usageOf({ name, second, options }: CommandDefinition): string {
  const words = [SLASH, name, ...(second === undefined ? [] : [second]), ...options.map(optionInUsage)];
  return words.join(' ');
}

// --- Internal helpers ---

function optionInUsage({ name, required }: OptionDefinition): string {
  return required ? name : `[${name}]`;
}

/** Three or more days, one after the other. */
function isRun(days: readonly Weekday[]): boolean {
  return days.length > 2 && days.every((day, index) => index === 0 || day - (days[index - 1] ?? 0) === 1);
}

import { isZone, parseDays } from '../channels/parse-schedule.js';
import type { OptionValues } from './definition.js';

const FILLERS = new Set(['at', 'every', 'on', 'in', 'the', 'and', 'papers', 'to']);
const CHOICES: Readonly<Record<string, string>> = {
  thread: 'layout',
  compact: 'layout',
  forum: 'layout',
  members: 'managers',
  admins: 'managers',
  silent: 'empty',
  line: 'empty',
};

/** More words are a sentence. */
const MOST_WORDS = 20;

/**
 * Schedule settings typed without their names, like `9am Europe/Berlin mon-fri 5`. A word that is none is taken for a
 * zone, whose fault then names the right one.
 * @returns null when the words are about something else
 */
export function readScheduleWords(text: string): OptionValues | null {
  const words = text
    .replace(/(\d)\s+([ap]m)\b/gi, '$1$2')
    .split(/\s+/)
    .filter((word) => word !== '' && !FILLERS.has(word.toLowerCase()));
  if (words.length > MOST_WORDS) return null;
  const given: Record<string, string> = {};
  const strange: string[] = [];
  for (const word of words) {
    const name = nameOf(word);
    if (name === null) strange.push(word);
    else if (name === 'days' && given['days'] !== undefined) given['days'] += `,${word}`;
    else given[name] = word;
  }
  if (strange.length === 0) return given;
  if (strange.length > 1 && Object.keys(given).length === 0) return null;
  return { ...given, zone: strange.join(' ') };
}

// --- Internal helpers ---

function nameOf(word: string): string | null {
  if (/^\d{1,2}(?::\d{2}(?:[ap]m)?|[ap]m)$/i.test(word)) return 'time';
  if (/^\d{1,3}$/.test(word)) return 'count';
  const choice = CHOICES[word.toLowerCase()];
  if (choice !== undefined) return choice;
  if (word.includes(',') || parseDays(word).ok) return 'days';
  return word.includes('/') || isZone(word) ? 'zone' : null;
}

import { EVERYTHING } from '../topics/builtin.js';
import type { ChannelSettings, Layout, Managers, Platform } from './channel.js';
import { parseDays, parseTime, parseZone, type Parsed } from './parse-schedule.js';
import { parseTopics } from './parse-topics.js';

export const DEFAULT_COUNT = 5;
/** Most cards in one digest. */
export const MAX_COUNT = 20;

/** Settings as plain strings; what is left out keeps its present value, or gets its default. */
export interface SettingsInput {
  readonly time?: string | undefined;
  readonly zone?: string | undefined;
  /** Default `daily`. */
  readonly days?: string | undefined;
  readonly count?: string | undefined;
  readonly layout?: string | undefined;
  readonly empty?: string | undefined;
  readonly picture?: string | undefined;
  readonly managers?: string | undefined;
  readonly topics?: readonly string[] | undefined;
}

export interface SettingsFault {
  readonly field: keyof SettingsInput;
  /** What is wrong and the repair. */
  readonly message: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: ChannelSettings }
  | { readonly ok: false; readonly faults: readonly SettingsFault[] };

/**
 * Reads a channel's settings and names every fault at once.
 * @param current the settings of the channel when it is there already; time and zone are needed when it is not
 */
export function parseSettings(
  input: SettingsInput,
  platform: Platform,
  current: ChannelSettings | null = null,
): SettingsResult {
  const faults: SettingsFault[] = [];
  const read = <T>(
    field: keyof SettingsInput,
    text: string | undefined,
    parse: (text: string) => Parsed<T>,
    kept: T,
  ): T => {
    if (text === undefined) return kept;
    const parsed = parse(text);
    if (parsed.ok) return parsed.value;
    faults.push({ field, message: parsed.message });
    return kept;
  };
  faults.push(...missing(input, current));
  const schedule = {
    time: read('time', input.time, parseTime, current?.schedule.time ?? ''),
    zone: read('zone', input.zone, parseZone, current?.schedule.zone ?? ''),
    days: read('days', input.days, parseDays, current?.schedule.days ?? ([1, 2, 3, 4, 5, 6, 7] as const)),
  };
  const settings = {
    schedule,
    count: read('count', input.count, parseCount, current?.count ?? DEFAULT_COUNT),
    layout: read(
      'layout',
      input.layout,
      (text) => parseLayout(text, platform),
      current?.layout ?? usualLayout(platform),
    ),
    empty: read('empty', input.empty, parseEmpty, current?.empty ?? 'silent'),
    picture: read('picture', input.picture, parsePicture, current?.picture ?? 'on'),
    managers: read('managers', input.managers, parseManagers, current?.managers ?? usualManagers(platform)),
    topics: readTopics(input.topics, current, faults),
  };
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings };
}

/** Discord servers have rights per channel; a Slack channel belongs to its members. */
export function usualManagers(platform: Platform): Managers {
  return platform === 'discord' ? 'admins' : 'members';
}

// --- Internal helpers ---

function usualLayout(platform: Platform): Layout {
  return platform === 'email' ? 'compact' : 'thread';
}

function missing(input: SettingsInput, current: ChannelSettings | null): readonly SettingsFault[] {
  if (current !== null) return [];
  const faults: SettingsFault[] = [];
  if (input.time === undefined)
    faults.push({ field: 'time', message: 'A new channel needs a time of day. Write it as 09:00.' });
  if (input.zone === undefined)
    faults.push({ field: 'zone', message: 'A new channel needs a time zone. Write it as Europe/Berlin.' });
  return faults;
}

function parseCount(text: string): Parsed<number> {
  const count = /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_COUNT) return { ok: true, value: count };
  return {
    ok: false,
    message: `"${text}" is no number of cards. Give a whole number from 1 to ${MAX_COUNT}.`,
  };
}

function parseLayout(text: string, platform: Platform): Parsed<Layout> {
  const layout = (['thread', 'compact', 'forum'] as const).find((name) => name === text.trim().toLowerCase());
  if (layout === undefined)
    return { ok: false, message: `"${text}" is no layout. Use thread, compact or forum.` };
  if (layout === 'forum' && platform !== 'discord')
    return { ok: false, message: 'Only Discord has forum channels. Use thread or compact.' };
  if (layout !== 'compact' && platform === 'email')
    return { ok: false, message: 'A digest by mail is one mail. Use compact.' };
  return { ok: true, value: layout };
}

function parseEmpty(text: string): Parsed<'silent' | 'line'> {
  const empty = (['silent', 'line'] as const).find((name) => name === text.trim().toLowerCase());
  if (empty !== undefined) return { ok: true, value: empty };
  return { ok: false, message: `"${text}" is no way to say that a day is empty. Use silent or line.` };
}

function parsePicture(text: string): Parsed<'on' | 'off'> {
  const picture = (['on', 'off'] as const).find((name) => name === text.trim().toLowerCase());
  if (picture !== undefined) return { ok: true, value: picture };
  return { ok: false, message: `"${text}" does not say whether digests carry a picture. Use on or off.` };
}

function parseManagers(text: string): Parsed<Managers> {
  const managers = (['members', 'admins'] as const).find((name) => name === text.trim().toLowerCase());
  if (managers !== undefined) return { ok: true, value: managers };
  return { ok: false, message: `"${text}" does not say who may change settings. Use members or admins.` };
}

function readTopics(
  texts: readonly string[] | undefined,
  current: ChannelSettings | null,
  faults: SettingsFault[],
): ChannelSettings['topics'] {
  const kept = current?.topics ?? [EVERYTHING];
  if (texts === undefined || texts.length === 0) return kept;
  const parsed = parseTopics(texts);
  if (parsed.ok) return parsed.value;
  faults.push(...parsed.messages.map((message) => ({ field: 'topics' as const, message })));
  return kept;
}

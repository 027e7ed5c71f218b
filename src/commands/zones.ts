import { localClock } from '../digests/day.js';
import type { Suggestion } from './front.js';

/** Offered before anything is typed: one for most people's hour. */
const USUAL = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Lagos',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
];
/** Spellings of today that the platform's list has under an older name. */
const NEWER = ['Asia/Kolkata', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Yangon', 'Europe/Kyiv'];
/** What people call a zone that is named after a city elsewhere. */
const NICKNAMES: Readonly<Record<string, string>> = {
  gmt: 'UTC',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  pacific: 'America/Los_Angeles',
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  est: 'America/New_York',
  edt: 'America/New_York',
  eastern: 'America/New_York',
  boston: 'America/New_York',
  washington: 'America/New_York',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  munich: 'Europe/Berlin',
  hamburg: 'Europe/Berlin',
  ist: 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata',
  bangalore: 'Asia/Kolkata',
  bengaluru: 'Asia/Kolkata',
  beijing: 'Asia/Shanghai',
  shenzhen: 'Asia/Shanghai',
  jst: 'Asia/Tokyo',
};

let known: readonly { readonly zone: string; readonly search: string; readonly city: string }[] | undefined;

/** Zones that a text is in, those whose city begins with it first; usual ones for no text. Each with its time now. */
export function suggestZones(text: string, now: Date, most: number): readonly Suggestion[] {
  const wanted = text.trim().replace(/_/g, ' ').toLowerCase();
  const zones = wanted === '' ? USUAL : matching(wanted);
  return zones
    .slice(0, most)
    .map((zone) => ({ label: `${zone.replace(/_/g, ' ')} · now ${localClock(now, zone)}`, value: zone }));
}

// --- Internal helpers ---

function matching(wanted: string): readonly string[] {
  const nicknamed = Object.entries(NICKNAMES).flatMap(([name, zone]) =>
    name.startsWith(wanted) ? [zone] : [],
  );
  const tests: readonly ((entry: { search: string; city: string }) => boolean)[] = [
    ({ search, city }) => search === wanted || city.startsWith(wanted),
    ({ search }) => search.startsWith(wanted),
    ({ search }) => search.includes(wanted),
  ];
  const found = tests.flatMap((test) =>
    allZones()
      .filter(test)
      .map(({ zone }) => zone),
  );
  return [...new Set([...nicknamed, ...found])];
}

/** `UTC` first, then the platform's list by name. */
function allZones() {
  known ??= [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...NEWER])].map((zone) => {
    const search = zone.replace(/_/g, ' ').toLowerCase();
    return { zone, search, city: search.slice(search.lastIndexOf('/') + 1) };
  });
  return known;
}

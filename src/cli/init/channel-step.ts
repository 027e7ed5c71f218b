import type { Channel } from '../../channels/channel.js';
import { PLATFORM_TITLES } from '../../channels/platform.js';
import { parseSettings, type SettingsInput } from '../../channels/settings.js';
import type { OpenPlace, PlaceList } from '../../ports/place-list.js';
import { EVERYTHING } from '../../topics/builtin.js';
import { placesOf } from '../../wiring/setting-up.js';
import type { Runtime } from '../../wiring/runtime.js';
import { addChannel } from '../channels.js';
import { checkChannel, inspectPlace } from '../findings.js';
import type { Output } from '../output.js';
import { postNow } from '../post.js';
import type { Asker } from './asker.js';
import { persistently } from './keep-token.js';

type ChatPlatform = 'discord' | 'slack';

/** What this step works with. */
export interface ChannelStep {
  readonly ask: Asker;
  readonly runtime: Runtime;
  readonly output: Output;
}

const LIST_WITHIN_MS = 60_000;

/** Chooses a first channel of a platform, subscribes it, and posts there once when that is wanted. */
export async function firstChannel(platform: ChatPlatform, step: ChannelStep): Promise<void> {
  const { ask, runtime } = step;
  const title = PLATFORM_TITLES[platform];
  const channels = (await runtime.stores.channels.list()).filter(
    ({ address }) => address.platform === platform,
  );
  const question =
    channels.length === 0
      ? `Choose a first channel in ${title} now?`
      : `${title} has ${channels.map(({ name, key }) => name ?? key).join(', ')}. Add another channel?`;
  if (!(await ask.yes(question, channels.length === 0))) return;
  const list = await placesOf(platform, runtime);
  if (list === null) return;
  const place = await choosePlace(platform, list, ask);
  if (place === null) {
    ask.say(`Later, type /papers subscribe in the channel, or run this again.`);
    return;
  }
  const channel = await persistently(ask, () => subscribe(place, list, step));
  if (channel !== null) await offerPost(channel, step);
}

// --- Internal helpers ---

async function choosePlace(platform: ChatPlatform, list: PlaceList, ask: Asker): Promise<OpenPlace | null> {
  for (;;) {
    const found = await persistently(ask, () => look(list, ask));
    if (found === null) return null;
    if (found.open.length > 0) {
      const choices = found.open.map((place) => ({ value: place, label: place.name }));
      if (found.cut) ask.say('There are more channels than these; /papers subscribe works in each.');
      return ask.one<OpenPlace | null>('Which channel?', [
        ...choices,
        { value: null, label: 'none of these, for now' },
      ]);
    }
    ask.bad(found.why ?? nowhere(platform, found.shut));
    if (!(await ask.yes('Look again?'))) return null;
  }
}

interface Look {
  readonly open: readonly OpenPlace[];
  readonly shut: number;
  readonly cut: boolean;
  readonly why?: string;
}

async function look(list: PlaceList, ask: Asker): Promise<Look> {
  const signal = AbortSignal.timeout(LIST_WITHIN_MS);
  const workspaces = await list.workspaces(signal);
  const [first] = workspaces;
  if (first === undefined)
    return { open: [], shut: 0, cut: false, why: 'The bot is in no server yet. Open the invitation above.' };
  const id =
    workspaces.length === 1
      ? first.id
      : await ask.one(
          'Which server?',
          workspaces.map(({ id: value, name: label }) => ({ value, label })),
        );
  return list.places(id, AbortSignal.timeout(LIST_WITHIN_MS));
}

function nowhere(platform: ChatPlatform, shut: number): string {
  if (platform === 'slack') return 'The bot can write to no channel yet. Type /invite @Broadsheet in one.';
  const seen = shut === 0 ? 'There is no text channel.' : `The bot may post in none of ${shut} channels.`;
  return `${seen} Give its role View Channel, Send Messages and Embed Links in one: channel settings → Permissions.`;
}

/** Time, zone, days and topic; every other setting as usual. */
async function subscribe(place: OpenPlace, list: PlaceList, step: ChannelStep): Promise<Channel> {
  const { ask, runtime, output } = step;
  const { zone } = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const field = (message: string, name: 'time' | 'zone', initial: string): Promise<string> =>
    ask.text({ message, initial, check: (answer) => faultOf({ [name]: answer }) });
  const time = await field('At what time does the digest come?', 'time', '09:00');
  const where = await field('In which time zone?', 'zone', zone);
  const days = await ask.one('On which days?', [
    { value: 'weekdays', label: 'Monday to Friday' },
    { value: 'daily', label: 'every day' },
    { value: 'weekly:mon', label: 'once a week, on Monday' },
  ]);
  const topic = await ask.text({
    message: 'About what? Words, "a phrase", cat:cs.CL; more topics later',
    initial: EVERYTHING.name,
    check: (answer) => faultOf({ topics: [answer] }),
  });
  const { platform, workspace, place: id } = place.address;
  const key = `${platform}:${workspace}:${id}`;
  await list.enter(place.address, AbortSignal.timeout(LIST_WITHIN_MS));
  const options = { time, zone: where, days, topic: [topic], layout: place.layout };
  const channel = await addChannel(key, options, runtime.stores, output, (address, layout) =>
    inspectPlace(address, layout, runtime),
  );
  const { problems } = await checkChannel(channel, runtime);
  for (const { message, hint } of problems) ask.bad(`${message} ${hint}`);
  return channel;
}

/** What is wrong with one setting; whatever is missing beside it does not count. */
function faultOf(input: SettingsInput): string | null {
  const parsed = parseSettings(input, 'discord', null);
  const fault = parsed.ok ? undefined : parsed.faults.find(({ field }) => input[field] !== undefined);
  return fault?.message ?? null;
}

async function offerPost({ key, name }: Channel, { ask, runtime, output }: ChannelStep): Promise<void> {
  const wanted = await ask.yes(
    `Post a digest to ${name ?? key} now, to see it there? Its papers count as had.`,
    false,
  );
  if (!wanted) return;
  await persistently(ask, () => postNow({ channel: key }, runtime, output));
}

import { setTimeout as sleep } from 'node:timers/promises';
import { BITS, type FakeMessage, type FakeUser } from '../fakes/discord/state.js';
import { buttonsOf, readable } from '../fakes/discord/readable.js';
import type { FakeInteraction } from '../fakes/discord/handle.js';
import type { TypedOptions } from '../fakes/discord/typed-command.js';
import { labelsIn } from '../fakes/slack/payloads.js';
import type { FakeAsk } from '../fakes/slack/asks.js';
import type { FakeSlackReply } from '../fakes/slack/state.js';
import { blocksText } from './slack-html.js';
import type { World } from './world.js';

/** An answer as a person sees it, on either platform. */
export interface Said {
  readonly text: string;
  readonly isPrivate: boolean;
  /** Labels of its buttons. */
  readonly buttons: readonly string[];
  /** Presses one of them. */
  press(button: string, by?: Person): Promise<Said>;
}

/** Somebody on that platform. */
export interface Person {
  readonly id: string;
  /** May change a channel's settings. */
  readonly manages: boolean;
}

export interface Wish {
  /** `search`, `forget me`. */
  readonly name: string;
  readonly options?: TypedOptions;
  /** The same as people type it on Slack; default the name and the values of the options. */
  readonly typed?: string;
}

export interface Answers {
  readonly wish: string;
  readonly count: number;
}

/** One platform with people in front of it. */
export interface Side {
  readonly name: 'discord' | 'slack';
  /** Where things happen unless another place is named. */
  readonly place: string;
  /** Somebody new. */
  person(manages?: boolean): Person;
  /** Another channel with the bot in it. */
  newPlace(): string;
  /** A person's own conversation with the bot. */
  direct(person: Person): string;
  ask(wish: Wish, by: Person, place?: string): Promise<Said>;
  /** Presses a forged or an old button that stands below something the bot has said. */
  forge(value: string, by: Person, place?: string): Promise<Said>;
  /** Cards of the digests posted there, oldest first, as something with buttons. */
  cards(place?: string): readonly Said[];
  /** Messages in the channel itself that all see, as text, oldest first. */
  seenByAll(place?: string): readonly string[];
  /** How many answers each wish has got so far. */
  answers(): readonly Answers[];
}

/** Discord hands on what was there before; a fake message needs nothing else. */
const FORGED_MARKER = '-';

export function discordSide({ discord }: World): Side {
  let people = 0;
  const asked: { readonly wish: string; readonly interaction: FakeInteraction }[] = [];
  const byOf = ({ id, manages }: Person) => ({
    user: { id, name: `reader ${id}` } satisfies FakeUser,
    permissions: BITS.sendMessages | (manages ? BITS.manageChannels : 0n),
  });
  const seen = (message: FakeMessage): Said => ({
    text: readable(message),
    isPrivate: message.ephemeral,
    buttons: buttonsOf(message).map(({ label }) => label),
    press: (button, by = nobody) => answered(button, discord.press(message, button, byOf(by))),
  });
  const answered = async (wish: string, interaction: FakeInteraction): Promise<Said> => {
    asked.push({ wish, interaction });
    // A page that is turned in its place is a copy of what stood there.
    return seen({ ...(await interaction.reply()) });
  };
  const nobody: Person = { id: '700000000000000001', manages: false };
  const place = discord.textChannelId;
  return {
    name: 'discord',
    place,
    person: (manages = false) => ({ id: String(720_000_000_000_000_000n + BigInt(people++)), manages }),
    newPlace: () => discord.addChannel({ guildId: discord.addGuild().id }).id,
    direct: ({ id }) => discord.addDirect({ id, name: `reader ${id}` }).id,
    ask: ({ name, options = {} }, by, channel = place) =>
      answered(name, discord.command({ name, options, channel, ...byOf(by) })),
    forge: (value, by, channel = place) => {
      const message = discord.say(channel, 'something');
      return answered(value, discord.press(message, `${value}:${FORGED_MARKER}`, byOf(by)));
    },
    cards: (channel = place) =>
      discord.threads(channel).flatMap((thread) => discord.messages(thread.id).map(seen)),
    seenByAll: (channel = place) => discord.messages(channel).map(readable),
    answers: () => asked.map(({ wish, interaction }) => ({ wish, count: interaction.replies().length })),
  };
}

export function slackSide({ slack }: World): Side {
  const asked: { readonly wish: string; readonly one: FakeAsk }[] = [];
  const seen = (reply: FakeSlackReply): Said => ({
    text: blocksText(reply.blocks) || reply.text,
    isPrivate: reply.visibleTo !== null,
    buttons: labelsIn(reply.blocks),
    press: (button, by) => answered(button, slack.press({ reply }, button, by?.id)),
  });
  const answered = async (wish: string, one: FakeAsk): Promise<Said> => {
    asked.push({ wish, one });
    return seen(await one.reply());
  };
  const place = slack.channelId;
  return {
    name: 'slack',
    place,
    person: (manages = false) => ({ id: slack.addPerson({ isAdmin: manages }).id, manages }),
    newPlace: () => slack.addChannel().id,
    direct: ({ id }) => slack.direct(id).id,
    ask: ({ name, options = {}, typed = [name, ...Object.values(options)].join(' ') }, by, channel = place) =>
      answered(name, slack.command({ text: typed, user: by.id, channel })),
    forge: (value, by, channel = place) => {
      const message = slack.say(channel, 'something');
      return answered(
        value,
        slack.press({ message }, { action_id: `b:${value.split(':')[1]}`, value }, by.id),
      );
    },
    cards: (channel = place) =>
      slack.messages(channel).flatMap(({ ts }) =>
        slack.replies(channel, ts).map((message) => ({
          text: blocksText(message.blocks),
          isPrivate: false,
          buttons: labelsIn(message.blocks),
          press: (button: string, by?: Person) => answered(button, slack.press({ message }, button, by?.id)),
        })),
      ),
    seenByAll: (channel = place) =>
      slack.messages(channel).map(({ blocks, text }) => blocksText(blocks) || text),
    answers: () => asked.map(({ wish, one }) => ({ wish, count: one.replies().length })),
  };
}

/** What nobody may have done by the end: pings, broken limits, anything answered twice or not at all. */
export async function misdeeds(
  { discord, slack }: World,
  sides: readonly Side[],
): Promise<readonly string[]> {
  // An answer that comes twice comes soon after.
  await sleep(500);
  return [
    ...[...discord.pings(), ...slack.pings()].map((ping) => `pinged ${ping}`),
    ...slack.violations,
    ...discord.requests
      .filter(({ status }) => (status ?? 0) >= 400 && status !== 429)
      .map(({ method, path, status }) => `${method} ${path}: ${String(status)}`),
    ...sides.flatMap((side) =>
      side
        .answers()
        // Discord shows a preview in as many messages as a digest has.
        .filter(({ wish, count }) => (wish === 'preview' ? count < 1 : count !== 1))
        .map(({ wish, count }) => `${side.name}, ${wish}: ${count} answers`),
    ),
  ];
}

import { readFile } from 'node:fs/promises';
import { TEXT, type FakeUser } from '../../test/fakes/discord/state.js';
import type { World } from '../../test/support/world.js';
import { inventedPaperId, inventedWords } from './catalogue.js';

export interface Timing {
  readonly name: string;
  /** From the event, milliseconds. */
  readonly acknowledgedMs: number;
  readonly answeredMs: number;
  /** Why there was no answer, or not one that was hoped for; null when all is well. */
  readonly failure: string | null;
}

/** Asks as many different people in many workspaces would, so that no limit of commands a minute is met. */
export interface Asker {
  ask(platform: 'discord' | 'slack', name: string): Promise<Timing>;
  /** Types a few letters on Discord. @returns milliseconds until the suggestions were there */
  suggest(kind: 'topic' | 'paper' | 'zone'): Promise<number>;
  residentMb(pid: number): Promise<number>;
}

/** 60 commands a minute are taken from one. */
const WORKSPACES = 400;
/** Answers that are refusals; commands of the mix get none. */
const REFUSED = /as much as I can do|cannot (?:take|reach)|try again|went wrong/i;

const TYPED = {
  topic: { name: 'subscribe', texts: ['', 'm', 'mul', 'cs.', 'cs.CL', 'rob', 'speech re', 'lang'] },
  paper: {
    name: 'show',
    texts: ['m', 'mo', 'model', 'model lang', 'language ima', 'search pla', 'teach', ''],
  },
  zone: { name: 'schedule', texts: ['', 'e', 'eur', 'europe/b', 'new y', 'asia/t', 'utc', 'ber'] },
} as const;

/** People ask for a few topics again and again: ready-made ones, a category, common words. */
const TOPICS = ['language models', 'robotics', 'agents', 'cat:cs.LG', 'speech', 'reward model', 'vision'];

export function createAsker(world: World, papers: number): Asker {
  const { discord, slack } = world;
  const places = Array.from({ length: WORKSPACES }, () => {
    const guild = discord.addGuild();
    return discord.addChannel({ guildId: guild.id, type: TEXT }).id;
  });
  let asked = 0;
  const today = new Date();
  const optionsOf = (name: string, turn: number): Record<string, string> => {
    const id = inventedPaperId((turn * 7_919) % papers, today);
    if (name === 'search') return { query: inventedWords(turn, 2 + (turn % 3)) };
    if (name === 'trending') return turn % 3 === 0 ? {} : { topic: TOPICS[turn % TOPICS.length]! };
    return name === 'show' || name === 'similar' ? { paper: id } : {};
  };
  const onDiscord = async (name: string, turn: number): Promise<Timing> => {
    const user: FakeUser = { id: String(710_000_000_000_000_000n + BigInt(turn)), name: `reader ${turn}` };
    const channel = places[turn % WORKSPACES]!;
    const started = performance.now();
    const asking = discord.command({ name, options: optionsOf(name, turn), channel, user });
    const { ms } = await asking.acknowledged();
    const reply = await asking.reply();
    return timing(name, ms, performance.now() - started, JSON.stringify([reply.content, reply.embeds]));
  };
  const onSlack = async (name: string, turn: number): Promise<Timing> => {
    const { id: user } = slack.addPerson();
    const started = performance.now();
    const text = [name, ...Object.values(optionsOf(name, turn))].join(' ');
    const asking = slack.command({ text, user, team: `TBENCH${turn % WORKSPACES}` });
    await asking.acknowledged();
    const reply = await asking.reply();
    return timing(
      name,
      asking.acknowledgedAfter() ?? Number.NaN,
      performance.now() - started,
      JSON.stringify([reply.text, reply.blocks]),
    );
  };
  return {
    ask: async (platform, name) => {
      const turn = asked++;
      try {
        return await (platform === 'discord' ? onDiscord : onSlack)(name, turn);
      } catch (error) {
        return {
          name,
          acknowledgedMs: Number.NaN,
          answeredMs: Number.NaN,
          failure: `${name}: ${String(error)}`,
        };
      }
    },
    suggest: async (kind) => {
      const turn = asked++;
      const { name, texts } = TYPED[kind];
      const started = performance.now();
      const channel = places[turn % WORKSPACES]!;
      await discord.type({ name, option: kind, text: texts[turn % texts.length]!, channel }).suggestions();
      return performance.now() - started;
    },
    residentMb: async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
    },
  };
}

// --- Internal helpers ---

function timing(name: string, acknowledgedMs: number, answeredMs: number, said: string): Timing {
  const failure = REFUSED.test(said) ? `${name}: ${said.slice(0, 200)}` : null;
  return { name, acknowledgedMs, answeredMs, failure };
}

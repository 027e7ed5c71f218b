import type { CommandDefinition, CommandName, OptionDefinition } from './definition.js';

const PRIVATE = (): 'private' => 'private';

const topic: OptionDefinition = {
  name: 'topic',
  summary: 'A topic or a query, like multilingual or cat:cs.CL "speech recognition" -survey',
  required: true,
  kind: 'text',
  suggest: 'topic',
};
const paper: OptionDefinition = {
  name: 'paper',
  summary: 'An arXiv id or a link, or words of its title',
  required: true,
  kind: 'text',
  suggest: 'paper',
};

/** Every command, in the order help tells them. Registration, manifest, help and the README's table are made of this. */
export const definitions: readonly CommandDefinition[] = [
  {
    name: 'search',
    summary: 'Search papers by words, author, category, date or id',
    options: [
      {
        name: 'query',
        summary: 'Words, "a phrase", -not, author:, cat:, since:7d, min:20, has:code, sort:new, a | b',
        required: true,
        kind: 'text',
        suggest: 'topic',
      },
      { name: 'share', summary: 'Show the answer to everyone here', required: false, kind: 'flag' },
    ],
    rest: 'query',
    visibility: ({ share }) => (share === 'true' ? 'public' : 'private'),
    allowed: 'everyone',
    examples: ['search multilingual speech', 'search author:"yann lecun" since:90d sort:new'],
  },
  {
    name: 'trending',
    summary: 'What is trending today, this week or this month',
    options: [
      { ...topic, required: false },
      {
        name: 'window',
        summary: 'How far back to look; the week when left out',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'today', label: 'today' },
          { value: 'week', label: 'this week' },
          { value: 'month', label: 'this month' },
        ],
      },
    ],
    rest: 'topic',
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['trending', 'trending robotics month'],
  },
  {
    name: 'show',
    summary: 'Show one paper to everyone here',
    options: [paper],
    rest: 'paper',
    visibility: () => 'public',
    allowed: 'everyone',
    examples: ['show 2607.23193'],
  },
  {
    name: 'similar',
    summary: 'Find papers like one you know',
    options: [paper],
    rest: 'paper',
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['similar 2607.23193'],
  },
  {
    name: 'why',
    summary: 'Explain a paper’s place in the ranking',
    options: [paper],
    rest: 'paper',
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['why 2607.23193'],
  },
  {
    name: 'subscribe',
    summary: 'Add a topic to this channel’s daily digest',
    options: [
      topic,
      { name: 'name', summary: 'What to call it; its query when left out', required: false, kind: 'text' },
      {
        name: 'anyway',
        summary: 'Also when it matched nothing lately',
        required: false,
        kind: 'flag',
      },
    ],
    rest: 'topic',
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['subscribe multilingual', 'subscribe cat:cs.CL "speech recognition" -survey'],
  },
  {
    name: 'unsubscribe',
    summary: 'Take a topic out of this channel’s digest',
    options: [
      {
        name: 'topic',
        summary: 'One of this channel’s topics',
        required: true,
        kind: 'text',
        suggest: 'own-topic',
      },
    ],
    rest: 'topic',
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['unsubscribe multilingual'],
  },
  {
    name: 'topics',
    summary: 'What this channel gets, and when',
    options: [],
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['topics'],
  },
  {
    name: 'schedule',
    summary: 'Set time, zone, days and looks of this channel’s digest; a form when nothing is given',
    options: [
      { name: 'time', summary: 'Local time, like 09:00', required: false, kind: 'text' },
      {
        name: 'zone',
        summary: 'Time zone, like Europe/Berlin',
        required: false,
        kind: 'text',
        suggest: 'zone',
      },
      { name: 'days', summary: 'mon-fri, mon,wed,fri, daily or weekly:mon', required: false, kind: 'text' },
      {
        name: 'count',
        summary: 'Papers per digest, 1 to 20',
        required: false,
        kind: 'number',
        least: 1,
        most: 20,
      },
      {
        name: 'layout',
        summary: 'How a digest looks',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'thread', label: 'a message with a thread of cards' },
          { value: 'compact', label: 'one message' },
          { value: 'forum', label: 'a forum post (Discord)' },
        ],
      },
      {
        name: 'managers',
        summary: 'Who may change these settings',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'members', label: 'everyone in the channel' },
          { value: 'admins', label: 'those who manage it' },
        ],
      },
      {
        name: 'empty',
        summary: 'What a day without papers says',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'silent', label: 'nothing' },
          { value: 'line', label: 'one line that says why' },
        ],
      },
      {
        name: 'picture',
        summary: 'Whether a digest carries a picture of its list',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'on', label: 'on' },
          { value: 'off', label: 'off' },
        ],
      },
      {
        name: 'links',
        summary: 'Show paper links in this workspace as cards (Slack)',
        required: false,
        kind: 'choice',
        choices: [
          { value: 'on', label: 'on' },
          { value: 'off', label: 'off' },
        ],
      },
    ],
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['schedule', 'schedule time:09:00 zone:Europe/Berlin days:mon-fri'],
  },
  {
    name: 'pause',
    summary: 'Send nothing to this channel until it is resumed',
    options: [],
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['pause'],
  },
  {
    name: 'resume',
    summary: 'Go on sending to this channel',
    options: [],
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['resume'],
  },
  {
    name: 'preview',
    summary: 'See the next digest before it is posted',
    options: [],
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['preview'],
  },
  {
    name: 'now',
    summary: 'Post a digest here at once',
    options: [],
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['now'],
  },
  {
    name: 'saved',
    summary: 'The papers you saved',
    options: [],
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['saved'],
  },
  {
    name: 'taste',
    second: 'reset',
    summary: 'Forget what this channel’s digest learned from what was pressed here',
    options: [],
    visibility: PRIVATE,
    allowed: 'managers',
    examples: ['taste reset'],
  },
  {
    name: 'doctor',
    summary: 'Check what the bot may do in this channel',
    options: [],
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['doctor'],
  },
  {
    name: 'forget',
    second: 'me',
    summary: 'Delete everything kept about you',
    options: [],
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['forget me'],
  },
  {
    name: 'help',
    summary: 'All commands, or one of them',
    options: [
      { name: 'command', summary: 'Which command', required: false, kind: 'text', suggest: 'command' },
    ],
    rest: 'command',
    visibility: PRIVATE,
    allowed: 'everyone',
    examples: ['help', 'help subscribe'],
  },
];

/** @returns null when there is no such command */
export function definitionOf(name: string): CommandDefinition | null {
  return definitions.find((definition) => definition.name === name) ?? null;
}

export function isCommandName(name: string): name is CommandName {
  return definitionOf(name) !== null;
}

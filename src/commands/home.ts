import { button, notes, rows, text } from './blocks.js';
import { definitions } from './definitions.js';
import type { Asked, Kitchen } from './deps.js';
import { personHash } from './person.js';
import type { CommandReply, ReplyBlock } from './reply.js';
import { savedLines } from './saved.js';
import { nextInWords } from './topics.js';
import { SLASH, topicNames } from './wording.js';

/** Commands a newcomer needs first. */
const FIRST = ['search', 'trending', 'subscribe', 'schedule', 'help'];

/** The bot's own page for a person: their digest by direct message, their saved papers, how to use it. */
export async function home(asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const all = await kitchen.people.saved(personHash(asked, kitchen));
  const lines = await savedLines(all, 0, asked, kitchen);
  const savedBlocks: readonly ReplyBlock[] =
    lines.length === 0
      ? notes('No saved papers yet: press Save on a card.')
      : [{ kind: 'papers', papers: lines }, ...notes(`${all.length} in all. Only you see them.`)];
  return {
    title: 'Broadsheet',
    blocks: [
      text('The day’s trending research papers, ranked and explained: in your channels, and here.'),
      ...(await ownDigest(asked, kitchen)),
      text('Your saved papers'),
      ...savedBlocks,
      ...rows([
        ...button('My saved papers', { do: 'saved' }),
        ...(lines.length === 0 ? [] : button('BibTeX of all', { do: 'saved-bibtex' })),
      ]),
      text(`In any channel, or here in Messages:`),
      {
        kind: 'fields',
        fields: definitions
          .filter(({ name }) => FIRST.includes(name))
          .map(({ examples, summary }) => ({ name: `${SLASH} ${examples[0] ?? ''}`, value: summary })),
      },
    ],
  };
}

// --- Internal helpers ---

async function ownDigest(asked: Asked, kitchen: Kitchen): Promise<readonly ReplyBlock[]> {
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null)
    return [
      text(
        'You get no digest by direct message yet. Start with one of these, or subscribe to a topic of your own:',
      ),
      ...rows(
        ['everything', 'language models', 'agents', 'multimodal'].flatMap((name) =>
          button(name, { do: 'subscribe', query: name }),
        ),
      ),
    ];
  return [
    {
      kind: 'fields',
      fields: [
        { name: 'Your digest', value: nextInWords(channel) },
        { name: 'Topics', value: topicNames(channel.topics) },
      ],
    },
    ...rows([
      ...button('Set time and zone', { do: 'schedule' }),
      ...(channel.pause === null
        ? button('Post one now', { do: 'now' })
        : button('Resume', { do: 'resume' })),
      ...button('What I get', { do: 'topics' }),
    ]),
  ];
}

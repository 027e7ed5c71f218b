import { describe, expect, it } from 'vitest';
import type { Action, CommandRequest } from '../../../src/commands/request.js';
import { definitions } from '../../../src/commands/definitions.js';
import { createForms } from '../../../src/commands/forms.js';
import { AppError } from '../../../src/errors.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  createCommandWorld,
  IN_DISCORD_DM,
  IN_SLACK_DM,
  ON_DISCORD,
  ON_SLACK,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

/** Every way to change what a channel gets. */
const CHANGES: readonly (readonly [what: string, action: Action])[] = [
  ['subscribe', { kind: 'command', name: 'subscribe', options: { topic: 'robotics' } }],
  ['unsubscribe', { kind: 'command', name: 'unsubscribe', options: { topic: 'speech' } }],
  ['schedule', { kind: 'command', name: 'schedule', options: { time: '10:00' } }],
  ['pause', { kind: 'command', name: 'pause', options: {} }],
  ['resume', { kind: 'command', name: 'resume', options: {} }],
  ['now', { kind: 'command', name: 'now', options: {} }],
  ['taste reset', { kind: 'command', name: 'taste', options: {} }],
  ['the taste reset button', { kind: 'button', action: { do: 'taste-reset' } }],
  ['the subscribe button', { kind: 'button', action: { do: 'subscribe', query: 'robotics' } }],
  ['the schedule button', { kind: 'button', action: { do: 'schedule' } }],
  ['the now button', { kind: 'button', action: { do: 'now' } }],
  ['the resume button', { kind: 'button', action: { do: 'resume' } }],
  ['the form', { kind: 'form', form: 'schedule', values: { time: '10:00' } }],
  ['the form of subscribe', { kind: 'form', form: 'subscribe', values: { topic: 'robotics' } }],
  ['the form of unsubscribe', { kind: 'form', form: 'unsubscribe', values: { topic: 'speech' } }],
  ['typed text', { kind: 'text', text: 'subscribe robotics' }],
  ['typed text with a slip', { kind: 'text', text: 'subscibe robotics' }],
];

const STRANGER = { ...ON_DISCORD, person: { id: '88', manages: false as const } };
const UNSURE = { ...ON_DISCORD, person: { id: '88', manages: 'unknown' as const } };

async function world(
  managers: 'members' | 'admins',
  from: Pick<CommandRequest, 'address'>,
): Promise<CommandWorld> {
  const made = createCommandWorld(commandPapers());
  await made.settle({ managers }, from);
  return made;
}

describe('what changes a channel', () => {
  it('is every command for managers', () => {
    const covered = CHANGES.flatMap(([, action]) => (action.kind === 'command' ? [action.name] : []));
    const managing = definitions.filter(({ allowed }) => allowed === 'managers').map(({ name }) => name);

    expect(covered).toEqual(expect.arrayContaining(managing));
  });

  describe.each(CHANGES)('%s', (_what, action) => {
    it.each([
      ['Discord, somebody without the right', 'admins', STRANGER, {}],
      ['Discord, somebody whose right is not told', 'admins', UNSURE, {}],
      ['Slack, no admin where admins may', 'admins', ON_SLACK, {}],
      ['Slack, a guest where members may', 'members', ON_SLACK, { guest: true }],
      ['Slack, a guest who is no admin', 'admins', ON_SLACK, { guest: true }],
    ] as const)('is refused: %s', async (_who, managers, from, facts) => {
      const made = await world(managers, from);
      Object.assign(made.outside.person, facts);
      const before = await made.channel(from);

      const reply = await made.ask(action, from);

      expect(reply.failed).toBe(true);
      expect(wordsOfReply(reply)).toMatch(/may (?:not )?change this channel’s digest/);
      expect(await made.channel(from)).toEqual(before);
      expect(made.digests.all).toEqual([]);
      expect(made.said).toEqual([]);
    });

    it.each([
      ['Discord, who manages the channel', 'admins', ON_DISCORD, {}],
      ['Discord, anybody where members may', 'members', STRANGER, {}],
      ['Discord, in a direct message', 'admins', IN_DISCORD_DM, {}],
      ['Slack, a member where members may', 'members', ON_SLACK, {}],
      ['Slack, an admin where admins may', 'admins', ON_SLACK, { admin: true }],
      ['Slack, in a direct message', 'admins', IN_SLACK_DM, { guest: true }],
    ] as const)('is allowed: %s', async (_who, managers, from, facts) => {
      const made = await world(managers, from);
      Object.assign(made.outside.person, facts);

      const reply = await made.ask(action, from);

      expect(wordsOfReply(reply)).not.toMatch(/may (?:not )?change this channel’s digest/);
    });

    it('is refused when the workspace cannot be asked', async () => {
      const made = await world('members', ON_SLACK);
      made.outside.directoryFault = new AppError('Slack did not answer.', { code: 'platform' });
      const before = await made.channel(ON_SLACK);

      const reply = await made.ask(action, ON_SLACK);

      expect(reply.failed).toBe(true);
      expect(wordsOfReply(reply)).toContain('Slack did not answer.');
      expect(await made.channel(ON_SLACK)).toEqual(before);
    });
  });

  it('is for managers, too, where nothing is subscribed yet', async () => {
    const made = createCommandWorld(commandPapers());

    const reply = await made.command('subscribe', { topic: 'speech' }, STRANGER);

    expect(reply.failed).toBe(true);
    expect(await made.channel()).toBeNull();
  });

  it('says who may, and how they can open it to all', async () => {
    const made = await world('admins', ON_DISCORD);

    const reply = await made.command('pause', {}, STRANGER);

    expect(wordsOfReply(reply)).toBe(
      'Only those with Manage Channels or Manage Webhooks here may change this channel’s digest. Please ask one of them; they can open it to everyone with /papers schedule managers:members.',
    );
  });

  it('has no form for strangers', async () => {
    const made = await world('admins', ON_DISCORD);
    const forms = createForms(made.deps);
    const action: Action = { kind: 'command', name: 'schedule', options: {} };

    const refused = await forms({ id: 'test:form', ...STRANGER, action }, new AbortController().signal);

    expect(refused).toMatchObject({ reply: { failed: true } });
  });
});

describe('what anybody may ask', () => {
  it.each(definitions.filter(({ allowed }) => allowed === 'everyone').map(({ name }) => name))(
    '%s is answered to a stranger',
    async (name) => {
      const made = await world('admins', ON_DISCORD);

      const reply = await made.command(name, { query: 'speech', paper: '2611.00001' }, STRANGER);

      expect(reply.failed).not.toBe(true);
    },
  );

  it.each(['show', 'similar', 'why'] as const)('the form of %s is answered to a guest', async (form) => {
    const made = await world('admins', ON_SLACK);
    made.outside.person = { zone: null, admin: false, guest: true };

    const reply = await made.ask({ kind: 'form', form, values: { paper: '2611.00001' } }, ON_SLACK);

    expect(reply.failed).not.toBe(true);
  });
});

describe('who may not write in a channel', () => {
  const SILENCED = { ...ON_DISCORD, person: { id: '88', manages: true as const, mayPost: false } };

  it.each<[string, Action]>([
    ['show', { kind: 'command', name: 'show', options: { paper: '2611.00001' } }],
    ['search with share', { kind: 'command', name: 'search', options: { query: 'speech', share: 'true' } }],
    ['typed text', { kind: 'text', text: 'show 2611.00001' }],
    ['the share button', { kind: 'button', action: { do: 'share', view: 'a', page: 1 } }],
  ])('is refused what all would see: %s', async (_what, action) => {
    const made = await world('admins', ON_DISCORD);

    const reply = await made.ask(action, SILENCED);

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toMatch(
      /^You may not write in this channel, so I cannot show this to everyone here\. /,
    );
  });

  it.each<[string, Action]>([
    ['search', { kind: 'command', name: 'search', options: { query: 'speech' } }],
    ['an abstract', { kind: 'button', action: { do: 'abstract', paperId: '2611.00001' } }],
    ['a setting', { kind: 'command', name: 'schedule', options: { time: '10:00' } }],
  ])('is answered what only they see: %s', async (_what, action) => {
    const made = await world('admins', ON_DISCORD);

    expect((await made.ask(action, SILENCED)).failed).not.toBe(true);
  });
});

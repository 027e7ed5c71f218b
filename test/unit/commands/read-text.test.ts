import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/commands/definitions.js';
import { readText, readTyped } from '../../../src/commands/read-text.js';

describe('typed text', () => {
  it.each([
    ['', 'help', {}],
    ['   ', 'help', {}],
    ['/papers', 'help', {}],
    ['help', 'help', {}],
    ['help subscribe', 'help', { command: 'subscribe' }],
    ['multilingual speech', 'search', { query: 'multilingual speech' }],
    ['/papers multilingual speech', 'search', { query: 'multilingual speech' }],
    ['"speech recognition" -survey cat:cs.CL', 'search', { query: '"speech recognition" -survey cat:cs.CL' }],
    ['search multilingual speech', 'search', { query: 'multilingual speech' }],
    ['SEARCH Speech', 'search', { query: 'Speech' }],
    ['search speech share:yes', 'search', { query: 'speech', share: 'true' }],
    ['search share:no speech', 'search', { query: 'speech', share: 'false' }],
    ['search query:speech', 'search', { query: 'speech' }],
    ['search', 'search', {}],
    ['trending', 'trending', {}],
    ['trending robotics', 'trending', { topic: 'robotics' }],
    ['trending robotics month', 'trending', { topic: 'robotics', window: 'month' }],
    ['trending this week', 'trending', { window: 'week' }],
    ['trending window:today language models', 'trending', { window: 'today', topic: 'language models' }],
    ['trending topic:robotics', 'trending', { topic: 'robotics' }],
    [
      'show <https://arxiv.org/abs/2607.23193|arxiv.org>',
      'show',
      { paper: 'https://arxiv.org/abs/2607.23193' },
    ],
    ['show paper:2607.23193', 'show', { paper: '2607.23193' }],
    ['similar 2607.23193', 'similar', { paper: '2607.23193' }],
    ['why 2607.23193', 'why', { paper: '2607.23193' }],
    ['subscribe multilingual', 'subscribe', { topic: 'multilingual' }],
    [
      'subscribe cat:cs.CL "speech recognition" -survey name:Talk',
      'subscribe',
      { topic: 'cat:cs.CL "speech recognition" -survey', name: 'Talk' },
    ],
    ['subscribe name="The talk" speech', 'subscribe', { topic: 'speech', name: 'The talk' }],
    ['subscribe name:“The talk” speech', 'subscribe', { topic: 'speech', name: 'The talk' }],
    ['subscribe talk="speech recognition"', 'subscribe', { topic: 'talk="speech recognition"' }],
    ['subscribe zebra anyway:yes', 'subscribe', { topic: 'zebra', anyway: 'true' }],
    ['unsubscribe topic:multilingual', 'unsubscribe', { topic: 'multilingual' }],
    ['schedule', 'schedule', {}],
    ['schedule time:09:00 zone:Europe/Berlin', 'schedule', { time: '09:00', zone: 'Europe/Berlin' }],
    ['schedule time: 9am days=mon,fri', 'schedule', { time: '9am', days: 'mon,fri' }],
    [
      'schedule 9 am Europe/Berlin mon-fri 5',
      'schedule',
      { time: '9am', zone: 'Europe/Berlin', days: 'mon-fri', count: '5' },
    ],
    ['schedule every mon wed at 18:30', 'schedule', { days: 'mon,wed', time: '18:30' }],
    [
      'schedule daily UTC compact admins line',
      'schedule',
      { days: 'daily', zone: 'UTC', layout: 'compact', managers: 'admins', empty: 'line' },
    ],
    ['schedule 9:00 berlin', 'schedule', { time: '9:00', zone: 'berlin' }],
    ['schedule berlin', 'schedule', { zone: 'berlin' }],
    ['schedule links:off', 'schedule', { links: 'off' }],
    ['pause', 'pause', {}],
    ['topics', 'topics', {}],
    ['forget me', 'forget', {}],
    ['forget', 'forget', {}],
  ])('%j is %s', (text, name, options) => {
    expect(readTyped(text)).toEqual({ action: { kind: 'command', name, options }, note: '' });
  });

  it.each([
    ['serach speech', 'search', { query: 'speech' }, 'I read “serach” as search.'],
    ['subscibe multilingual', 'subscribe', { topic: 'multilingual' }, 'I read “subscibe” as subscribe.'],
    ['trendng robotics', 'trending', { topic: 'robotics' }, 'I read “trendng” as trending.'],
    ['shwo 2607.23193', 'show', { paper: '2607.23193' }, 'I read “shwo” as show.'],
    ['topic', 'topics', {}, 'I read “topic” as topics.'],
    ['resme', 'resume', {}, 'I read “resme” as resume.'],
  ])('%j is taken for %s, and that is said', (text, name, options, note) => {
    const typed = readTyped(text);

    expect(typed.action).toEqual({ kind: 'command', name, options });
    expect(typed.note).toContain(note);
    expect(typed.note).toContain(`/papers search ${text.split(' ')[0] ?? ''}`);
  });

  it.each([
    // Words near to a command that are their own.
    'new datasets',
    'snow removal',
    'scheduler for language models',
    'topic models',
    'shows that',
    'safe exploration',
    'how to train',
  ])('%j is searched for', (text) => {
    expect(readTyped(text)).toEqual({
      action: { kind: 'command', name: 'search', options: { query: text } },
      note: '',
    });
  });

  it.each(['pause tokens', 'now playing', 'topics in NLP', 'forget gates', 'schedule free optimizers'])(
    '%j is searched for, and the command is named',
    (text) => {
      const typed = readTyped(text);

      expect(typed.action).toEqual({ kind: 'command', name: 'search', options: { query: text } });
      expect(typed.note).toContain(`/papers ${text.split(' ')[0] ?? ''}`);
    },
  );

  it.each([
    ['pause tokens', 'I searched for these words. For the command, type /papers pause and nothing after it.'],
    [
      'forget gates',
      'I searched for these words. For the command, type /papers forget me and nothing after it.',
    ],
    [
      'schedule free optimizers',
      'I searched for these words. For the command, type /papers schedule, or see /papers help schedule.',
    ],
  ])('%j says how the command is typed', (text, note) => {
    expect(readTyped(text).note).toBe(note);
  });

  it.each([
    ['show me papers on rag', { query: 'rag' }],
    ['show me rag', { query: 'rag' }],
    ['show us the latest papers about sign language', { query: 'sign language' }],
    ['show papers on rag since:30d', { query: 'rag since:30d' }],
    ['show all recent research on rag', { query: 'rag' }],
    ['show papers by Ada Lovelace', { query: 'Ada Lovelace' }],
    ['Show Me Papers About RAG', { query: 'RAG' }],
    ['show me', {}],
    ['shwo me papers on rag', { query: 'rag' }],
  ])('%j is a search for oneself, and that is said', (text, options) => {
    const { action, note } = readTyped(text);

    expect(action).toEqual({ kind: 'command', name: 'search', options });
    expect(note).toContain(
      'I searched, for you alone. To show everyone one paper, type /papers show and its',
    );
  });

  it.each([
    ['show me 2607.23193', '2607.23193'],
    ['show me the paper https://arxiv.org/abs/2607.23193', 'the paper https://arxiv.org/abs/2607.23193'],
    ['show papers on 2607.23193', '2607.23193'],
    // Titles.
    ['show attention is all you need', 'attention is all you need'],
    ['show mechanistic papers on a desk', 'mechanistic papers on a desk'],
    ['show memory networks for questions', 'memory networks for questions'],
    ['show papers with code', 'papers with code'],
    ['show research agents', 'research agents'],
    ['show the pile', 'the pile'],
    ['show more is different', 'more is different'],
  ])('%j is one paper', (text, paper) => {
    expect(readTyped(text)).toEqual({
      action: { kind: 'command', name: 'show', options: { paper } },
      note: '',
    });
  });

  it.each(definitions.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    'the example %j of the help is read as %s',
    (example, name) => {
      expect(readTyped(example)).toMatchObject({ action: { kind: 'command', name }, note: '' });
    },
  );

  it('is always a command, whatever it says', () => {
    const words = fc.constantFrom(
      ...definitions.map(({ name }) => name),
      'time:',
      'name="',
      'x',
      '<https://',
      '|',
      '"',
      '=',
      ':',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(words).map((all) => all.join(' ')),
    );

    fc.assert(
      fc.property(text, (typed) => {
        const action = readText(typed);
        return action.kind === 'command' && definitions.some(({ name }) => name === action.name);
      }),
      { numRuns: 500 },
    );
  });

  it('is read quickly, however long', () => {
    expect(readText(`schedule ${'name:" '.repeat(20_000)}`).kind).toBe('command');
  });
});

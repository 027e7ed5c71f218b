import { describe, expect, it } from 'vitest';
import type { Visibility } from '../../../src/commands/definition.js';
import { openTarget } from '../../../src/commands/reply-target.js';
import type { Action } from '../../../src/commands/request.js';
import { AppError } from '../../../src/errors.js';
import { openDesk, sealer, wordsOf } from '../../support/command-desk.js';
import { request, target } from '../../support/requests.js';

const away = new AppError('Redis does not answer.', { code: 'queue', retryable: true });
const never = () => new Promise<never>(() => undefined);

describe('visibility', () => {
  it.each<[Action, Visibility]>([
    [{ kind: 'command', name: 'search', options: { query: 'x' } }, 'private'],
    [{ kind: 'command', name: 'search', options: { query: 'x', share: 'true' } }, 'public'],
    [{ kind: 'command', name: 'show', options: {} }, 'public'],
    [{ kind: 'command', name: 'subscribe', options: { topic: 'x' } }, 'private'],
    [{ kind: 'button', action: { do: 'share', view: 'a', page: 1 } }, 'public'],
    [{ kind: 'button', action: { do: 'page', view: 'a', page: 1 } }, 'private'],
    [{ kind: 'button', action: { do: 'now' } }, 'private'],
    [{ kind: 'form', form: 'schedule', values: {} }, 'private'],
    [{ kind: 'form', form: 'subscribe', values: { topic: 'x' } }, 'private'],
    [{ kind: 'form', form: 'show', values: { paper: 'x' } }, 'public'],
    [{ kind: 'text', text: 'show 2607.23193' }, 'public'],
    [{ kind: 'text', text: 'multilingual speech' }, 'private'],
    [{ kind: 'find-similar', text: 'x' }, 'private'],
    [{ kind: 'home' }, 'private'],
  ])('of %j is %s', (action, visibility) => {
    const { desk } = openDesk({
      readText: (text) =>
        text.startsWith('show ') ? { kind: 'command', name: 'show', options: {} } : { kind: 'text', text },
    });
    expect(desk.visibility(action)).toBe(visibility);
    const person = { id: '77', manages: true } as const;
    expect(desk.visibility(action, person)).toBe(visibility);
    expect(desk.visibility(action, { ...person, mayPost: true })).toBe(visibility);
    expect(desk.visibility(action, { ...person, mayPost: false })).toBe('private');
  });
});

describe('a command that is submitted', () => {
  it('becomes one answer job under its own id, with its target sealed', async () => {
    const { desk, jobs, counted, timer, lateReply } = openDesk();
    const there = target();
    expect(await desk.submit(request(), there, lateReply)).toBeNull();
    expect(jobs).toEqual([
      {
        id: request().id,
        job: {
          kind: 'answer',
          platform: 'discord',
          request: request(),
          target: expect.any(String) as string,
          acceptedAt: timer.now().toISOString(),
        },
      },
    ]);
    const sealed = jobs[0]?.job.target ?? '';
    expect(JSON.stringify(jobs)).not.toContain('secret-interaction-token');
    expect(openTarget(sealer, request().id, sealed)).toEqual(there);
    expect(() => openTarget(sealer, 'discord:other', sealed)).toThrow(/another purpose/);
    expect(counted).toEqual(['accepted discord command']);
  });

  it('takes of a long message only the papers it names', async () => {
    const { desk, jobs, lateReply } = openDesk();
    const text = `${'private words '.repeat(1_000)} https://arxiv.org/abs/2607.23193v2 and 2607.23193`;
    expect(
      await desk.submit(request({ action: { kind: 'find-similar', text } }), target(), lateReply),
    ).toBeNull();
    expect(jobs[0]?.job.request.action).toEqual({ kind: 'find-similar', text: '2607.23193' });
  });

  it('is refused in a friendly way when it is one too many, without a job', async () => {
    const { desk, jobs, counted, lateReply } = openDesk();
    for (let index = 0; index < 10; index += 1)
      expect(await desk.submit(request({ id: `discord:${index}` }), target(), lateReply)).toBeNull();
    const reply = await desk.submit(request({ id: 'discord:10' }), target(), lateReply);
    expect(reply).toMatchObject({ failed: true });
    expect(wordsOf(reply)).toMatch(/Please try again in 60 seconds\.$/);
    expect(jobs).toHaveLength(10);
    expect(counted.at(-1)).toBe('refused discord person-limit');
  });

  it('that comes twice is one', async () => {
    const { desk, jobs, lateReply } = openDesk();
    await desk.submit(request(), target(), lateReply);
    expect(await desk.submit(request(), target(), lateReply)).toBeNull();
    expect(jobs).toHaveLength(1);
  });

  it('gets a sentence at once when the queue is away, and its id is claimed', async () => {
    const { desk, claims, counted, timer, late, lateReply } = openDesk({
      queue: { enqueue: () => Promise.reject(away) },
    });
    const reply = await desk.submit(request(), target(), lateReply);
    expect(reply).toMatchObject({ failed: true });
    expect(wordsOf(reply)).toBe('I cannot take this right now. Please try again in a minute.');
    expect(claims.taken.has(request().id)).toBe(true);
    expect(counted).toEqual(['refused discord no-queue']);
    await timer.advance(60_000);
    expect([late, timer.running()]).toEqual([[], 0]);
  });

  it('gets the sentence within three seconds when queue and database hang', async () => {
    const { desk, claims, timer, lateReply } = openDesk({ queue: { enqueue: never } });
    claims.fault = 'hangs';
    let reply: unknown = 'none yet';
    void desk.submit(request(), target(), lateReply).then((value) => (reply = value));
    await timer.advance(1_400);
    expect(reply).toBe('none yet');
    await timer.advance(1_400);
    expect(reply).toMatchObject({ failed: true });
    expect(desk.take(request().id)).toBe(false);
  });

  it('is left to the worker that has it already, though the queue seemed to fail', async () => {
    const lost = openDesk({ queue: { enqueue: () => Promise.reject(away) } });
    await lost.claims.claim(request().id);
    expect(await lost.desk.submit(request(), target(), lost.lateReply)).toBeNull();
    const own = openDesk({
      queue: {
        enqueue: async (_job, { id }) => {
          expect(own.desk.take(id)).toBe(true);
          return Promise.reject(away);
        },
      },
    });
    expect(await own.desk.submit(request(), target(), own.lateReply)).toBeNull();
    expect(own.claims.taken.size).toBe(0);
  });

  it('that is too large for the queue is answered with what is too much', async () => {
    const tooLarge = new AppError('The payload …', { code: 'invalid-payload' });
    const { desk, counted, lateReply } = openDesk({
      queue: {
        enqueue: () => {
          throw tooLarge;
        },
      },
    });
    const reply = await desk.submit(request(), target(), lateReply);
    expect(wordsOf(reply)).toContain('keep it under 4,000 characters');
    expect(counted).toEqual(['refused discord too-large']);
  });

  it('stays silent where nobody waits: cards of links', async () => {
    const { desk, timer, late, lateReply } = openDesk({ queue: { enqueue: () => Promise.reject(away) } });
    const link = request({ action: { kind: 'unfurl', links: ['https://arxiv.org/abs/2607.23193'] } });
    expect(await desk.submit(link, target(), lateReply)).toBeNull();
    await timer.advance(20_000);
    expect(late).toEqual([]);
  });
});

describe('a command nobody takes', () => {
  it('is claimed after ten seconds, and the person told once', async () => {
    const { desk, timer, late, counted, claims, lateReply } = openDesk();
    await desk.submit(request(), target(), lateReply);
    await timer.advance(9_999);
    expect(late).toEqual([]);
    await timer.advance(1);
    expect(late.map(wordsOf)).toEqual(['That took too long. Please try again.']);
    expect(late[0]?.failed).toBe(true);
    expect(counted.at(-1)).toBe('late discord too-long');
    expect(await claims.claim(request().id)).toBe(false);
    expect(desk.take(request().id)).toBe(false);
    await timer.advance(60_000);
    expect([late.length, timer.running()]).toEqual([1, 0]);
  });

  it('here but elsewhere, is left to whoever claimed it', async () => {
    const { desk, timer, late, claims, lateReply } = openDesk();
    await desk.submit(request(), target(), lateReply);
    await claims.claim(request().id);
    await timer.advance(60_000);
    expect(late).toEqual([]);
  });

  it('until a worker of this process does, has no timer left and costs no statement', async () => {
    const { desk, timer, late, claims, lateReply } = openDesk();
    await desk.submit(request(), target(), lateReply);
    expect(desk.take(request().id)).toBe(true);
    expect(timer.running()).toBe(0);
    await timer.advance(60_000);
    expect([late, claims.taken.size]).toEqual([[], 0]);
  });

  it.each(['hangs', new AppError('The database is away.', { code: 'database', retryable: true })] as const)(
    'is told though the database is away (%s), and left alone by this process’s workers',
    async (fault) => {
      const { desk, timer, late, claims, lateReply } = openDesk();
      await desk.submit(request(), target(), lateReply);
      claims.fault = fault;
      await timer.advance(11_000);
      expect(late).toHaveLength(1);
      expect(desk.take(request().id)).toBe(false);
    },
  );

  it('and cannot be told, is logged and nothing more', async () => {
    const { desk, timer, lines } = openDesk();
    await desk.submit(request(), target(), () => Promise.reject(new Error('HTTP 500')));
    await timer.advance(10_000);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', fields: { error: 'HTTP 500' } });
  });

  it('before the bot stops is told so', async () => {
    const { desk, late, lateReply, timer } = openDesk();
    await desk.submit(request({ id: 'discord:1' }), target(), lateReply);
    await desk.submit(request({ id: 'discord:2' }), target(), lateReply);
    desk.take('discord:2');
    await desk.settle();
    expect(late.map(wordsOf)).toEqual(['I am being restarted. Please try again in a moment.']);
    expect(timer.running()).toBe(0);
  });
});

describe('a form', () => {
  const form = { form: 'schedule', title: 'Schedule', fields: [], submit: 'Save' } as const;

  it('is what the forms give, and null where there is none', async () => {
    const shown = openDesk({ forms: () => Promise.resolve({ form }) });
    expect(await shown.desk.form(request())).toEqual({ form });
    expect(await openDesk().desk.form(request())).toBeNull();
  });

  it('is a sentence after two seconds, and its work is told to end', async () => {
    let ended = false;
    const { desk, timer } = openDesk({
      forms: (_request, signal) => {
        signal.addEventListener('abort', () => (ended = true));
        return never();
      },
    });
    const answer = desk.form(request());
    await timer.advance(2_000);
    expect(await answer).toMatchObject({ reply: { failed: true } });
    expect(ended).toBe(true);
  });

  it('is a sentence when it cannot be made', async () => {
    const broken = openDesk({ forms: () => Promise.reject(new TypeError('x is undefined')) });
    expect(await broken.desk.form(request())).toMatchObject({ reply: { failed: true } });
    expect(JSON.stringify(await broken.desk.form(request()))).toContain('ab12cd34');
    const error = new AppError('Only managers may do this.', { code: 'usage', hint: 'Ask one of them.' });
    const refusing = openDesk({ forms: () => Promise.reject(error) });
    expect(JSON.stringify(await refusing.desk.form(request()))).toContain('may do this. Ask one of them.');
  });

  it('counts as a command, and what opens none does not', async () => {
    const { desk } = openDesk({ forms: () => Promise.resolve({ form }) });
    for (let index = 0; index < 10; index += 1) expect(await desk.form(request())).toEqual({ form });
    expect(await desk.form(request())).toMatchObject({ reply: { failed: true } });
    const none = openDesk();
    for (let index = 0; index < 20; index += 1) expect(await none.desk.form(request())).toBeNull();
  });
});

describe('suggestions', () => {
  const { address } = request();

  it('are at most 25, and none longer than Discord takes', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      label: `${index} ${'x'.repeat(200)}`,
      value: `${index}`,
    }));
    const odd = { label: 'x', value: 'x'.repeat(101) };
    const { desk } = openDesk({ suggestions: () => Promise.resolve([odd, ...many]) });
    const found = await desk.suggest('topic', 'sp', address);
    expect(found.map(({ value }) => value)).toEqual(many.slice(0, 25).map(({ value }) => value));
    for (const { label } of found) expect(label.length).toBeLessThanOrEqual(100);
  });

  it('are longer for Slack', async () => {
    const fitting = { label: 'x', value: 'x'.repeat(150) };
    const { desk } = openDesk({
      suggestions: () => Promise.resolve([fitting, { label: 'y', value: 'y'.repeat(151) }]),
    });
    expect(await desk.suggest('topic', 'x', { ...address, platform: 'slack' })).toEqual([fitting]);
  });

  it('are none after a second, or when they fail', async () => {
    const slow = openDesk({ suggestions: never });
    const answer = slow.desk.suggest('paper', 'x', address);
    await slow.timer.advance(1_000);
    expect(await answer).toEqual([]);
    const broken = openDesk({ suggestions: () => Promise.reject(away) });
    expect(await broken.desk.suggest('paper', 'x', address)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/ports/job-queue.js';
import { answerJob } from '../support/requests.js';
import { lookAgain, queueId } from '../../jobs/job-ids.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const in90s = new Date('2026-11-23T09:01:30.250Z');

describe('ids in the queue', () => {
  it.each(['42', '0', 'discord:1:2', 'a@b', 'ünï cøde/?', ''])('are legal for any text: %j', (id) => {
    expect(queueId(id)).toMatch(/^id-[^:@]*$/);
  });

  it('stay different for different texts', () => {
    const texts = ['a:b', 'a.b', 'a b', 'a%3Ab', 'a@b', 'A:b'];
    expect(new Set(texts.map(queueId)).size).toBe(texts.length);
  });
});

describe('looking again', () => {
  const deliver = (digestId: number): Job => ({ kind: 'deliver', platform: 'discord', digestId });

  it('gives all jobs of the same work one follow-up, whatever they are called', () => {
    const first = lookAgain(deliver(42), queueId('deliver-42-58'), in90s, now);
    const second = lookAgain(deliver(42), queueId('deliver-42-59'), in90s, now);
    const third = lookAgain(deliver(42), 'again-deliver-discord-42-17', in90s, now);
    expect([second, third]).toEqual([first, first]);
    expect(first.at).toEqual(in90s);
  });

  it('keeps other work and other seconds apart', () => {
    const ids = [
      lookAgain(deliver(42), 'x', in90s, now),
      lookAgain(deliver(43), 'x', in90s, now),
      lookAgain({ kind: 'deliver', platform: 'slack', digestId: 42 }, 'x', in90s, now),
      lookAgain({ kind: 'compose', digestId: 42 }, 'x', in90s, now),
      lookAgain(answerJob(), 'x', in90s, now),
      lookAgain({ kind: 'collect', source: 'arxiv' }, 'x', in90s, now),
      lookAgain({ kind: 'signals', source: 'github' }, 'x', in90s, now),
      lookAgain(deliver(42), 'x', new Date(in90s.getTime() + 1000), now),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never gives back the running job’s own id, however often it is asked', () => {
    let id = queueId('deliver-42');
    for (let run = 0; run < 5; run += 1) {
      const next = lookAgain(deliver(42), id, now, now);
      expect(next.id).not.toBe(id);
      id = next.id;
    }
  });

  it('treats a past instant as now', () => {
    const past = lookAgain(deliver(42), 'x', new Date('2001-01-01T00:00:00Z'), now);
    expect(past.id).toBe(lookAgain(deliver(42), 'x', now, now).id);
  });

  it('cannot be mistaken for a caller’s id', () => {
    expect(queueId('again-deliver-discord-42-17')).not.toBe('again-deliver-discord-42-17');
  });
});

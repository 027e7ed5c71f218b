import { describe, expect, it } from 'vitest';
import { planQuery, type Plan } from '../../../src/search/plan.js';
import { builtinTopics } from '../../../src/topics/builtin.js';
import { builtinQuery } from '../../../src/topics/match.js';
import { parseQuery, printQuery, type Query } from '../../../src/topics/query.js';

const now = new Date('2026-11-23T12:00:00Z');

function read(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
}
function plans(text: string, topicByName: (name: string) => Query | null = builtinQuery): readonly Plan[] {
  return planQuery(read(text), { now, topicByName });
}
const asked = ({ groups }: Plan) => groups.map((group) => group.asked);
const demands = (plan: Plan) => (plan.demands === null ? null : printQuery(plan.demands));

describe('a plan', () => {
  it('has words that rank, and demands that must hold', () => {
    const [plan] = plans('robust "speech recognition" -survey cat:cs.CL min:20 has:code');
    expect(asked(plan!)).toEqual(['speech recognition', 'robust']);
    expect(demands(plan!)).toBe('"speech recognition" -survey cat:cs.CL min:20 has:code');
    expect(plan!.text).toBe('robust speech recognition');
  });

  it('of words alone demands nothing', () => {
    expect(plans('speech text-to-sql')[0]).toMatchObject({ demands: null, narrow: {}, name: null, id: null });
  });

  it('narrows what the index is asked for', () => {
    const [plan] = plans('since:7d since:2026-11-20 until:2026-11-22 cat:cs.SY "art of the state"');
    expect(plan!.narrow).toEqual({
      phrases: [{ title: 'art of the state', text: 'art state' }],
      categories: ['cs.SY', 'eess.SY'],
      since: '2026-11-20',
      until: '2026-11-22',
    });
  });

  it('takes a whole archive for all of its categories', () => {
    const categories = plans('cat:cs')[0]!.narrow.categories;
    expect(categories).toContain('cs.CL');
    expect(categories).not.toContain('math.CO');
  });

  it('does not narrow by what is excluded, or by a phrase of empty words', () => {
    expect(plans('-cat:cs.CL -since:7d -"speech recognition" x')[0]!.narrow).toEqual({});
    expect(plans('"to be or not to be"')[0]!.narrow).toEqual({});
  });

  it('takes a category typed as a word for the filter', () => {
    expect(demands(plans('cs.cl speech')[0]!)).toBe('cat:cs.CL');
    expect(asked(plans('v2.0')[0]!)).toEqual(['v2', '0']);
  });

  it('knows the name and the id that leave few papers', () => {
    expect(plans('author:"Yann LeCun" world models')[0]).toMatchObject({ name: ['yann', 'lecun'] });
    expect(plans('org:nvidia')[0]).toMatchObject({ name: ['nvidia'] });
    expect(plans('https://arxiv.org/abs/2607.23193v2')[0]).toMatchObject({ id: '2607.23193' });
  });

  it('is made for each alternative', () => {
    expect(plans('speech | "sign language" cat:cs.CL').map(asked)).toEqual([['speech'], ['sign language']]);
  });

  it('writes a topic out', () => {
    const mine = (name: string): Query | null =>
      name === 'mine' ? read('speech | topic:other') : name === 'other' ? read('vision cat:cs.CV') : null;
    const made = plans('robust topic:mine', mine);
    expect(made.map(asked)).toEqual([
      ['robust', 'speech'],
      ['robust', 'vision'],
    ]);
    expect(made.map(demands)).toEqual([null, 'cat:cs.CV']);
  });

  it('of a topic that leads back to itself, or does not exist, finds nothing', () => {
    expect(plans('topic:a', (name) => read(name === 'a' ? 'topic:b' : 'topic:a'))).toEqual([]);
    expect(plans('topic:nowhere')).toEqual([]);
    expect(plans('topic:a', () => read('topic:a | speech')).map(asked)).toEqual([['speech']]);
  });

  it('takes in every built-in topic whole', () => {
    for (const { name, query } of builtinTopics)
      expect(plans(`topic:"${name}"`), name).toHaveLength(Math.max(1, read(query).alternatives.length));
  });
});

import { describe, expect, it } from 'vitest';
import { createTerminalPublisher } from '../../adapters/terminal/index.js';
import { displayWidth, wrap } from '../../adapters/terminal/width.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { publisherContract, type VisiblePart } from '../contracts/publisher-contract.js';
import { hostileContent, sampleCard, sampleContent } from '../support/digest-content.js';

const address = { platform: 'terminal', workspace: 'local', place: 'stdout' } as const;

publisherContract('The terminal', () => {
  const seen: VisiblePart[] = [];
  const write = (text: string) => void seen.push({ kind: text.startsWith('━') ? 'head' : 'card', text });
  // Wide enough that no sentence is wrapped: the contract compares whole sentences.
  const publisher = createTerminalPublisher({ write, columns: 1_000, color: false });
  return Promise.resolve({
    publisher,
    address,
    layouts: ['thread', 'compact'],
    visible: () => Promise.resolve(seen.map((part) => ({ ...part, text: part.text.replace(/\n\s*/g, ' ') }))),
    close: () => Promise.resolve(),
  });
});

async function shown(content: DigestContent, columns: number, color = false): Promise<string> {
  let text = '';
  const publisher = createTerminalPublisher({ write: (more) => (text += more), columns, color });
  for (const [position, { kind, payload }] of publisher.render(content, 'thread', String).entries()) {
    const request = { address, kind, payload, key: String(position), parents: { head: null, thread: null } };
    await publisher.send(request, AbortSignal.timeout(1_000));
  }
  return text;
}

describe('a digest in the terminal', () => {
  it.each([48, 80, 120])('keeps within %i columns, links aside', async (columns) => {
    const text = await shown(hostileContent(), columns);
    const wide = text
      .split('\n')
      .filter((line) => displayWidth(line) > columns && !line.includes('https://'));

    expect(wide).toEqual([]);
  });

  it('writes no control code of its own without colour, and never one from a title', async () => {
    const evil = sampleContent({ notices: ['\u001B[2J\u001B]0;title\u0007'] });

    expect(await shown(evil, 80)).not.toMatch(/(?!\n)\p{Cc}/u);
    expect((await shown(evil, 80, true)).replaceAll(/\p{Cc}\[\d+m/gu, '')).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('refuses a payload of another platform', async () => {
    const publisher = createTerminalPublisher({ write: () => undefined, columns: 80, color: false });
    const request = {
      address,
      kind: 'head',
      payload: { blocks: [] },
      key: 'k',
      parents: { head: null, thread: null },
    } as const;

    expect(await publisher.send(request, AbortSignal.timeout(1_000))).toMatchObject({ kind: 'refused' });
  });

  it('looks so at eighty columns', async () => {
    const card = sampleCard(1, {
      title: 'Speech models that listen before they answer, in 日本語 and 한국어 and thirty more',
    });
    const text = await shown(sampleContent({ cards: [card], topics: ['everything'] }), 80);

    expect(text.replaceAll(/(━|─){10,}/g, '$1…').split('\n')).toEqual([
      '━━ Monday, 23 November 2026 ━…',
      '1 paper · trending research · picked from 312 papers',
      '',
      ' 1 Speech models that listen before they answer, in 日本語 and 한국어 and thirty',
      '   more',
      '   ▲ 84 upvotes in 20 h · ★ +301 this week',
      '',
      '── 1 ─…',
      '   Speech models that listen before they answer, in 日本語 and 한국어 and thirty',
      '   more',
      '   Ada Lovelace, Alan Turing and 9 others',
      '   Paper 1 shows that a simple change of the training order halves the error at',
      '   no extra cost. (AI summary, Hugging Face)',
      '   ▲ 84 upvotes in 20 h · ★ +301 this week',
      '   upvotes ▁▂▃▅▇ · 1 comment · ★ 1.2k on GitHub',
      '   topics: multilingual, speech',
      '   arXiv         https://arxiv.org/abs/2611.10001',
      '   PDF           https://arxiv.org/pdf/2611.10001',
      '   Hugging Face  https://huggingface.co/papers/2611.10001',
      '   Code          https://github.com/example/paper-1',
      '',
      '',
    ]);
  });

  it('tells no number twice, and names the topics that the why line leaves out', async () => {
    const topics = ['speech', 'robots', 'health', 'law'];
    const why = '▲ 84 upvotes in 20 h · ★ 1.2k · matches: speech, robots, health and 1 more';
    const text = await shown(sampleContent({ cards: [sampleCard(1, { why, topics })] }), 80);

    expect(text).toContain('   upvotes ▁▂▃▅▇ · 1 comment\n');
    expect(text).toContain('   topics: speech, robots, health, law\n');
  });

  it('says loudly that a sample is one', async () => {
    const text = await shown(sampleContent({ sample: true }), 80);

    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'SAMPLE: real papers of October 2025, shown because no paper could be read yet. Nothing of this is stored, posted or mailed.',
    );
  });

  it('tells the id where nothing of a title can be seen', async () => {
    const card = sampleCard(1, { title: '\u200B\u2060' });
    expect(await shown(sampleContent({ cards: [card] }), 80)).toContain(' 1 2611.10001\n');
  });

  it('finds what it has written, and nothing else', async () => {
    const publisher = createTerminalPublisher({ write: () => undefined, columns: 80, color: false });
    const [head] = publisher.render(sampleContent(), 'compact', String);
    const request = {
      address,
      kind: 'head',
      payload: head!.payload,
      key: 'k',
      parents: { head: null, thread: null },
    } as const;
    const signal = AbortSignal.timeout(1_000);

    expect(await publisher.look(request, new Date(), signal)).toEqual({ kind: 'absent' });
    expect(await publisher.send(request, signal)).toEqual({ kind: 'sent', remoteId: 'k' });
    expect(await publisher.look(request, new Date(), signal)).toEqual({ kind: 'found', remoteId: 'k' });
  });

  it('says a line without its control codes', async () => {
    let text = '';
    const publisher = createTerminalPublisher({ write: (more) => (text += more), columns: 80, color: true });
    await publisher.say(address, 'No papers\u001B[2J today\nreally', AbortSignal.timeout(1_000));

    expect(text).toBe('No papers[2J today really\n');
  });

  it('wraps wide characters by the columns they take', () => {
    expect(displayWidth('日本語 ab')).toBe(9);
    expect(displayWidth('한국어')).toBe(6);
    expect(displayWidth('🚀 👨‍👩‍👧‍👦 🇩🇪 ✅ ❤️')).toBe(14);
    expect(displayWidth('e\u0301e')).toBe(2);
    expect(displayWidth('▲★▁█·…')).toBe(6);
    expect(displayWidth('عنوان')).toBe(5);
    expect(wrap('', 10)).toEqual([]);
    expect(wrap(' a  b ', 10)).toEqual(['a b']);
    expect(wrap('日本語 日本語', 6)).toEqual(['日本語', '日本語']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  });
});

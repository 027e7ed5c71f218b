import type { CommandReply, FormView, ReplyBlock } from '../../src/commands/reply.js';
import { hostileContent, HOSTILE_TEXTS, sampleCard, sampleContent } from './digest-content.js';

/** A page of a list, as search answers it. */
export function listReply(count = 10, title = 'Papers on speech'): CommandReply {
  const papers = Array.from({ length: count }, (_, index) => {
    const card = sampleCard(index + 1);
    return {
      paperId: card.paperId,
      position: index + 1,
      title: card.title,
      url: card.url,
      note: `${card.authors} · 23 Nov 2026 · ▲ 84`,
    };
  });
  const page = (label: string, number: number) => ({
    label,
    action: { do: 'page', view: 'abc123', page: number } as const,
  });
  return {
    title,
    blocks: [
      { kind: 'note', text: '23 papers, best first' },
      { kind: 'papers', papers },
      {
        kind: 'buttons',
        buttons: [
          page('← Previous', 1),
          page('Next →', 3),
          { label: 'Share to channel', action: { do: 'share', view: 'abc123', page: 2 } },
        ],
      },
    ],
  };
}

/** One block of every kind, each at its normal size. */
export function everyKind(): CommandReply {
  return {
    title: 'Everything at once',
    blocks: [
      { kind: 'text', text: 'First line & <second>\n\n• a point\n• another' },
      { kind: 'note', text: 'Small print' },
      {
        kind: 'fields',
        fields: [
          { name: 'Topics', value: 'multilingual\nspeech' },
          { name: 'Next digest', value: 'Monday, 23 November, 09:00 Europe/Berlin' },
          { name: 'Paused', value: '' },
        ],
      },
      ...listReply(2).blocks,
      { kind: 'card', card: sampleCard(1) },
      { kind: 'digest', content: sampleContent(), layout: 'thread' },
      { kind: 'code', text: '@misc{a,\n  title = {A & B <c> `d`},\n}\n', fileName: 'paper.bib' },
      {
        kind: 'problems',
        problems: [{ message: 'The bot is not in #papers.', hint: 'Type /invite @broadsheet there.' }],
      },
    ],
  };
}

/** Every kind of block, full of what breaks careless renderers. */
export function hostileReply(text: string): CommandReply {
  const paper = {
    paperId: '2611.10001',
    position: 1,
    title: text,
    url: 'https://arxiv.org/abs/1',
    note: text,
  };
  const blocks: ReplyBlock[] = [
    { kind: 'text', text },
    { kind: 'note', text },
    { kind: 'fields', fields: Array.from({ length: 23 }, () => ({ name: text, value: text })) },
    { kind: 'papers', papers: Array.from({ length: 12 }, () => paper) },
    { kind: 'code', text: `${text}\n\n${text}`, fileName: text },
    { kind: 'problems', problems: [{ message: text, hint: text }] },
    {
      kind: 'buttons',
      buttons: Array.from({ length: 5 }, () => ({ label: text, action: { do: 'subscribe', query: text } })),
    },
    { kind: 'card', card: sampleCard(1, { title: text, authors: text, why: text, topics: [text] }) },
  ];
  return { title: text, blocks };
}

export const HOSTILE_REPLIES: readonly CommandReply[] = [
  ...HOSTILE_TEXTS.map(hostileReply),
  { title: null, blocks: [{ kind: 'digest', content: hostileContent(), layout: 'thread' }] },
  { title: null, blocks: [] },
];

/** The form of `/papers schedule`. */
export const SCHEDULE_FORM: FormView = {
  form: 'schedule',
  title: 'When this channel gets its digest, and how',
  submit: 'Save',
  fields: [
    { name: 'time', label: 'Time', hint: 'Like 09:00', kind: 'text', value: '09:00' },
    { name: 'zone', label: 'Time zone', hint: '', kind: 'text', value: 'Europe/Berlin', suggest: 'zone' },
    { name: 'days', label: 'Days', hint: 'mon-fri, daily', kind: 'text', value: '', optional: true },
    {
      name: 'layout',
      label: 'Layout',
      hint: '',
      kind: 'choice',
      value: 'thread',
      choices: [
        { value: 'thread', label: 'a message with a thread of cards' },
        { value: 'compact', label: 'one message' },
      ],
    },
  ],
};

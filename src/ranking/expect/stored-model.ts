import { z } from 'zod';
import type { AttentionModel } from './model.js';
import type { Learned } from './skill.js';
import { GROUPS, type Group, type TextHead } from './text-head.js';

/** Raised when an older release could not read what is written. */
const VERSION = 1;

/** What is learned stays far below: more would be no number any more once it is taken out of its logarithm. */
const number = z.number().min(-200).max(200);
const count = z.int().min(0);
const term = z.tuple([number.positive(), number]);
const table = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
const head = z.object({
  terms: z.object({ words: table(term), title: table(term), marks: table(term), fields: table(term) }),
  authors: table(number),
  authorWeights: z.tuple([number, number, number]),
});

const stored = z.object({
  version: z.literal(VERSION),
  learnedAt: z.iso.datetime().transform((text) => new Date(text)),
  listed: count,
  announced: count,
  level: number,
  selected: number,
  attention: head,
  selection: head.nullable(),
  lasting: head,
  growth: z.object({ final: z.array(number), gain: z.array(number) }),
  skill: z.object({ days: count, coldStart: number, gain: number, plainGain: number }),
});

/** The model as JSON, a few megabytes. Numbers keep five digits. */
export function encodeModel({ model, skill }: Learned): string {
  const { attention, selection, lasting, learnedAt, ...rest } = model;
  const plain = {
    version: VERSION,
    ...rest,
    learnedAt: learnedAt.toISOString(),
    attention: plainHead(attention),
    selection: selection === null ? null : plainHead(selection),
    lasting: plainHead(lasting),
    skill,
  };
  return JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  );
}

/**
 * The model that was written.
 * @returns what is wrong with it, as a sentence, when it cannot be read: another release's, or broken
 */
export function decodeModel(text: string): Learned | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'It is no JSON.';
  }
  const result = stored.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `${issue?.path.join('.') ?? 'It'}: ${issue?.message ?? 'cannot be read'}.`;
  }
  const { skill, version: _version, attention, selection, lasting, ...rest } = result.data;
  const model: AttentionModel = {
    ...rest,
    attention: readHead(attention),
    selection: selection === null ? null : readHead(selection),
    lasting: readHead(lasting),
  };
  return { model, skill };
}

// --- Internal helpers ---

function plainHead({ terms, authors, authorWeights }: TextHead): object {
  return {
    terms: Object.fromEntries(GROUPS.map((group) => [group, Object.fromEntries(terms[group])])),
    authors: Object.fromEntries(authors),
    authorWeights,
  };
}

/** Maps, because names come from papers: an author called `constructor` is no property of an object. */
function readHead({ terms, authors, authorWeights }: z.output<typeof head>): TextHead {
  const maps = GROUPS.map((group) => [group, new Map(Object.entries(terms[group]))]);
  return {
    terms: Object.fromEntries(maps) as Record<Group, ReadonlyMap<string, readonly [number, number]>>,
    authors: new Map(Object.entries(authors)),
    authorWeights,
  };
}

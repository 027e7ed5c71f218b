import { z } from 'zod';
import { PAPER_DEEDS, PLAIN_DEEDS } from '../src/commands/buttons.js';
import { definitions } from '../src/commands/definitions.js';
import {
  FORM_NAMES,
  type Action,
  type ChatPlatform,
  type CommandRequest,
  type Person,
} from '../src/commands/request.js';
import type { AnswerJob } from '../src/ports/job-queue.js';

/** Longest text somebody may send, UTF-16 units. Discord lets an option have 6,000; nothing sensible is longer than this. */
const LONGEST_TEXT = 4_000;
/** Discord's ids have 20 digits, Slack's 11 or more letters and digits; trigger ids are the longest, about 60. */
const LONGEST_ID = 64;
const LONGEST_REQUEST_ID = 200;
const MOST_OPTIONS = 25;
/** Slack tells of 5 at a time. */
const MOST_LINKS = 20;
const LONGEST_SEALED = 8_000;

/** PostgreSQL's JSON takes neither NUL nor half a surrogate pair. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

const platforms = { discord: 'discord', slack: 'slack' } satisfies { [K in ChatPlatform]: K };
const text = z
  .string()
  .max(LONGEST_TEXT)
  .transform((value) => value.replace(UNSTORABLE, ''));
const id = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(LONGEST_ID);
const values = z
  .record(z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/), text)
  .refine((all) => Object.keys(all).length <= MOST_OPTIONS, { message: 'has too many fields' });

const button = z.union([
  z.strictObject({ do: z.enum(PAPER_DEEDS), paperId: text }),
  z.strictObject({
    do: z.enum(['page', 'share']),
    view: z.string().max(LONGEST_ID),
    page: z.int().min(0).max(9_999),
  }),
  z.strictObject({ do: z.literal('subscribe'), query: text }),
  z.strictObject({ do: z.enum(PLAIN_DEEDS) }),
]);

/** A new kind of action fails to compile here until the payloads know it. */
const actions = {
  command: z.strictObject({
    kind: z.literal('command'),
    name: z.enum(definitions.map(({ name }) => name)),
    options: values,
  }),
  button: z.strictObject({ kind: z.literal('button'), action: button }),
  form: z.strictObject({ kind: z.literal('form'), form: z.enum(FORM_NAMES), values }),
  text: z.strictObject({ kind: z.literal('text'), text }),
  'find-similar': z.strictObject({ kind: z.literal('find-similar'), text }),
  unfurl: z.strictObject({ kind: z.literal('unfurl'), links: z.array(text).max(MOST_LINKS) }),
  home: z.strictObject({ kind: z.literal('home') }),
} satisfies { [K in Action['kind']]: z.ZodType<Extract<Action, { kind: K }>> };

/** So does a new fact about the person, also one that may be left out. */
const person = {
  id,
  manages: z.union([z.boolean(), z.literal('unknown')]),
  mayPost: z.boolean().exactOptional(),
} satisfies { [K in keyof Person]-?: z.ZodType };

const request = z.strictObject({
  id: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(LONGEST_REQUEST_ID),
  address: z.strictObject({ platform: z.enum(platforms), workspace: id, place: id }),
  direct: z.boolean(),
  person: z.strictObject(person),
  action: z.discriminatedUnion('kind', [
    actions.command,
    actions.button,
    actions.form,
    actions.text,
    actions['find-similar'],
    actions.unfurl,
    actions.home,
  ]),
}) satisfies z.ZodType<CommandRequest>;

/** The fields of an `answer` job, every one of them bounded. Texts lose what a database cannot store. */
export const answerFields = {
  kind: z.literal('answer'),
  platform: z.enum(platforms),
  request,
  target: z.string().min(1).max(LONGEST_SEALED),
  acceptedAt: z.iso.datetime(),
} satisfies { [K in keyof AnswerJob]: z.ZodType<AnswerJob[K]> };

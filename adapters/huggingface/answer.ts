import { SourceError } from '../../src/papers/source-error.js';
import type { HttpAnswer } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { dailyAnswer } from './schema.js';

export const HUGGING_FACE = 'Hugging Face';

/** The header that carries a token; none without one. */
export function authorization(token: string | null | undefined): Readonly<Record<string, string>> {
  return token === null || token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
}

/** The items of an answer that should be a list. @throws SourceError `unreadable` */
export function parseList(answer: HttpAnswer): readonly unknown[] {
  try {
    return dailyAnswer.parse(parseJson(answer.body));
  } catch (cause) {
    const start = answer.body.trimStart().slice(0, 1);
    const what = start === '<' ? 'a web page' : start === '[' ? 'a list that breaks off' : 'something else';
    throw new SourceError(
      `${HUGGING_FACE} answered with ${what} instead of a list of papers at ${answer.where}.`,
      { fault: 'unreadable', cause },
    );
  }
}

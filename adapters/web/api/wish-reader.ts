import type { z } from 'zod';
import { cleanText } from '../../../src/text/clean.js';
import type { Problem } from '../problem.js';

/**
 * What a request asks for, checked.
 * @param queries each parameter with all its values
 */
export function readWish<S extends z.ZodObject>(
  schema: S,
  queries: Readonly<Record<string, readonly string[]>>,
): { readonly ok: true; readonly value: z.infer<S> } | { readonly ok: false; readonly problem: Problem } {
  const names = Object.keys(schema.shape);
  const foreign = Object.keys(queries).find((name) => !names.includes(name));
  if (foreign !== undefined)
    return refuse(
      `There is no parameter “${shown(foreign)}” here.`,
      names.length === 0 ? 'Ask without parameters.' : `Take of ${names.join(', ')}.`,
    );
  const doubled = names.find((name) => (queries[name]?.length ?? 0) > 1);
  if (doubled !== undefined) return refuse(`${doubled} is given more than once.`, 'Give it once.');
  const given = Object.fromEntries(Object.entries(queries).map(([name, [value]]) => [name, value]));
  const read = schema.safeParse(given);
  if (read.success) return { ok: true, value: read.data };
  const [issue] = read.error.issues;
  const name = String(issue?.path[0] ?? '');
  return refuse(
    `${name}: ${issue?.message ?? 'it cannot be read'}.`,
    'See /api/openapi.json for what it takes.',
  );
}

// --- Internal helpers ---

function refuse(detail: string, hint: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { status: 400, title: 'The request cannot be read', detail, hint } };
}

function shown(text: string): string {
  return cleanText(text).slice(0, 60);
}

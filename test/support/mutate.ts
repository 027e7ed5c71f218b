import fc from 'fast-check';

/** What breaks parsers: ends, quotes, controls, names with a meaning, numbers at the edge. */
const NASTY = [
  '',
  '\0',
  '\ud800',
  '\u202e',
  '"',
  "'",
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&#0;',
  '&#x110000;',
  '&a;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '<?x',
  '<__proto__>',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u0000',
  'null',
  'true',
  '-1',
  '1e999',
  '99999999999999999999',
  '"__proto__":',
  '"constructor":{"prototype":{}},',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  'http://169.254.169.254/',
  'javascript:alert(1)',
] as const;

/** One slip of the kind that a faulty or hostile server makes. */
const slip = fc.record({
  kind: fc.constantFrom('insert' as const, 'delete' as const, 'double' as const, 'swap' as const),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(200),
  text: fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 12 })),
});

/** A text with one to six slips in it. */
export function mutated(text: string): fc.Arbitrary<string> {
  return fc.array(slip, { minLength: 1, maxLength: 6 }).map((slips) =>
    slips.reduce((changed, { kind, at, length, text: extra }) => {
      const from = Math.floor(at * changed.length);
      const [before, part, after] = [
        changed.slice(0, from),
        changed.slice(from, from + length),
        changed.slice(from + length),
      ];
      if (kind === 'insert') return before + extra + part + after;
      if (kind === 'delete') return before + after;
      return kind === 'double' ? before + part + part + after : before + extra + after;
    }, text),
  );
}

/** The places of a JSON value, each as the keys that lead there. */
export function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

/** A copy of a JSON value with another value in one place. */
export function withAt(value: unknown, path: readonly string[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((inner: unknown, index) => (String(index) === key ? withAt(inner, rest, other) : inner));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: withAt(object[key], rest, other) };
}

/** Texts that make a regular expression of the careless kind run for ever. */
export const ENDLESS_TEXTS: readonly string[] = [
  ...[
    ' ',
    '\t',
    '?',
    '#',
    '/',
    '.',
    '-',
    '_',
    ':',
    '(',
    ')',
    '{',
    '\\',
    '$',
    '^',
    '"',
    '0',
    'a',
    ',',
    '&',
    '<',
  ].map((char) => `${char.repeat(50_000)}\n!`),
  `https://github.com/${'a/'.repeat(30_000)}\n!`,
  `10.1000/${'.'.repeat(50_000)}\n!`,
  `${'\\"{'.repeat(20_000)}!`,
  `${'$x$ '.repeat(50_000)}$`,
  'a\u0301'.repeat(30_000),
  '\u0301'.repeat(50_000),
  '😀'.repeat(30_000),
  '(a, '.repeat(50_000),
];

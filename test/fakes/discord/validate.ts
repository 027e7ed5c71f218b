import { ApiError } from './answer.js';

type Json = Record<string, unknown>;

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Refuses, with code 50035, a message body that breaks a documented limit. Counts UTF-16 units, the strictest reading. */
export function checkMessage(body: Json): void {
  const faults: string[] = [];
  const most = (where: string, value: unknown, max: number) => {
    if (value === undefined) return;
    if (typeof value !== 'string') faults.push(`${where}: must be a string`);
    else if (value.length > max)
      faults.push(`${where}: must be ${max} or fewer in length, was ${value.length}`);
  };
  most('content', body['content'], 2000);
  if (typeof body['nonce'] !== 'number') most('nonce', body['nonce'], 25);
  checkEmbeds(list(body['embeds']), most, faults);
  checkComponents(list(body['components']), most, faults);
  if (/\p{Surrogate}/u.test(JSON.stringify(body)) || /\\ud[89a-f]/i.test(JSON.stringify(body)))
    faults.push('body: not well-formed Unicode');
  if (faults.length > 0) throw invalidForm(faults);
  const empty = [list(body['embeds']), list(body['files'])].every(({ length }) => length === 0);
  if (empty && text(body['content']) === '') throw new ApiError(400, 50006, 'Cannot send an empty message');
}

export function invalidForm(faults: readonly string[]): ApiError {
  const errors = { _errors: faults.map((message) => ({ code: 'BASE_TYPE_INVALID', message })) };
  return new ApiError(400, 50035, 'Invalid Form Body', errors);
}

type Most = (where: string, value: unknown, max: number) => void;

function checkEmbeds(embeds: readonly Json[], most: Most, faults: string[]): void {
  if (embeds.length > 10) faults.push('embeds: must be 10 or fewer');
  let total = 0;
  embeds.forEach((embed, index) => {
    const at = `embeds[${index}]`;
    const footer = record(embed['footer'])['text'];
    const author = record(embed['author'])['name'];
    const fields = list(embed['fields']);
    most(`${at}.title`, embed['title'], 256);
    most(`${at}.description`, embed['description'], 4096);
    most(`${at}.footer.text`, footer, 2048);
    most(`${at}.author.name`, author, 256);
    if (fields.length > 25) faults.push(`${at}.fields: must be 25 or fewer`);
    for (const field of fields) {
      most(`${at}.field.name`, field['name'], 256);
      most(`${at}.field.value`, field['value'], 1024);
      if (text(field['name']) === '' || text(field['value']) === '') faults.push(`${at}.field: required`);
    }
    const texts = [embed['title'], embed['description'], footer, author];
    const all = [...texts, ...fields.flatMap((field) => [field['name'], field['value']])];
    if (all.every((value) => text(value) === '')) faults.push(`${at}: is empty`);
    total += all.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    checkUrl(`${at}.url`, embed['url'], 2048, faults);
    checkUrl(`${at}.thumbnail.url`, record(embed['thumbnail'])['url'], 2048, faults);
  });
  if (total > 6000) faults.push(`embeds: ${total} characters in all, 6000 allowed`);
}

function checkComponents(rows: readonly Json[], most: Most, faults: string[]): void {
  if (rows.length > 5) faults.push('components: must be 5 or fewer');
  const ids = new Set<unknown>();
  rows.forEach((row, index) => {
    const buttons = list(row['components']);
    const at = `components[${index}]`;
    if (row['type'] !== 1) faults.push(`${at}: must be an action row`);
    if (buttons.length < 1 || buttons.length > 5) faults.push(`${at}: must hold 1 to 5 buttons`);
    for (const button of buttons) {
      most(`${at}.label`, button['label'], 80);
      if (text(button['label']) === '') faults.push(`${at}.label: required`);
      if (![1, 2, 3, 4, 5].includes(Number(button['style'])))
        faults.push(`${at}.style: not one of the choices`);
      if (button['style'] === 5) {
        if (button['url'] === undefined) faults.push(`${at}.url: required`);
        checkUrl(`${at}.url`, button['url'], 512, faults);
        continue;
      }
      const id = button['custom_id'];
      most(`${at}.custom_id`, id, 100);
      if (text(id) === '') faults.push(`${at}.custom_id: required`);
      if (ids.has(id)) faults.push(`${at}.custom_id: duplicated`);
      ids.add(id);
    }
  });
}

function checkUrl(where: string, value: unknown, max: number, faults: string[]): void {
  if (value === undefined) return;
  const ok = typeof value === 'string' && value.length <= max && URL.canParse(value);
  if (!ok || !['http:', 'https:'].includes(new URL(value).protocol))
    faults.push(`${where}: not a URL of at most ${max}`);
}

/** What a message notifies. Backslashes do not help on the server; only `allowed_mentions` does. */
export function pingsOf(body: Json): string[] {
  const allowed = body['allowed_mentions'] as { parse?: unknown } | undefined;
  const parse = Array.isArray(allowed?.parse)
    ? (allowed.parse as string[])
    : allowed === undefined
      ? null
      : [];
  const may = (kind: string) => parse === null || parse.includes(kind);
  const content = typeof body['content'] === 'string' ? body['content'] : '';
  const hits = (pattern: RegExp) => [...content.matchAll(pattern)].map(([hit]) => hit);
  return [
    ...(may('everyone') ? hits(/@(?:everyone|here)/g) : []),
    ...(may('users') ? hits(/<@!?\d+>/g) : []),
    ...(may('roles') ? hits(/<@&\d+>/g) : []),
  ];
}

import type { FakeMessage } from './state.js';

type Json = Record<string, unknown>;

export interface SeenButton {
  readonly label: string;
  /** Null for a link. */
  readonly customId: string | null;
  readonly url: string | null;
}

/** The buttons under a message, row by row. */
export function buttonRows(message: Pick<FakeMessage, 'components'>): readonly (readonly SeenButton[])[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return message.components.map((row) =>
    ((row['components'] ?? []) as Json[]).map((button) => ({
      label: text(button['label']) ?? '',
      customId: text(button['custom_id']),
      url: text(button['url']),
    })),
  );
}

export function buttonsOf(message: Pick<FakeMessage, 'components'>): readonly SeenButton[] {
  return buttonRows(message).flat();
}

/** Everything a person reads in a message, without the escapes: content, embeds, names of files. */
export function readable(message: Pick<FakeMessage, 'content' | 'embeds' | 'files'>): string {
  const embeds = message.embeds.flatMap((embed) => [
    embed['title'],
    embed['description'],
    ...((embed['fields'] ?? []) as Json[]).flatMap(({ name, value }) => [name, value]),
    (embed['footer'] as Json | undefined)?.['text'],
  ]);
  return [message.content, ...embeds, ...message.files.map(({ name }) => name)]
    .filter((text): text is string => typeof text === 'string' && text !== '')
    .join('\n')
    .replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
}

/** Several times what a source or a platform has to say at once. Bytes. */
export const LONGEST_ANSWER = 10 * 2 ** 20;

/** What came is of no use. The message follows the name of who answered: "answered with …". */
export class BadAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadAnswer';
  }
}

/**
 * A whole body as text, read as UTF-8, never more of it in memory than allowed.
 * @param body unpacked; null is no body
 * @throws BadAnswer when it is longer, and the rest is not read; what the body throws when the connection breaks
 */
export async function wholeText(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes = LONGEST_ANSWER,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new BadAnswer(`answered with more than ${Math.round(maxBytes / 2 ** 20)} MiB`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

import { truncate } from '../../src/text/truncate.js';

/** Bytes that a text takes in a page: UTF-8, with `& < > " '` written out. */
export function pageBytes(text: string): number {
  return Buffer.byteLength(text) + 5 * (text.match(/[&<>"']/g)?.length ?? 0);
}

/** Cuts a text to what it may take of a page, in bytes: whatever it is made of, the page stays within its size. */
export function fit(text: string, bytes: number): string {
  return text.length * 6 <= bytes ? text : truncate(text, bytes, pageBytes);
}

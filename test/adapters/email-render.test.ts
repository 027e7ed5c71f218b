import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../adapters/email/render.js';
import type { MailPayload } from '../../adapters/email/payload.js';
import { HOSTILE_TEXTS, sampleCard, sampleContent } from '../support/digest-content.js';

const CONTROL = /(?![\t\n])\p{Cc}/u;

function mailOf(text: string): MailPayload {
  // A letter before it, so that there is a line whatever is cleaned away.
  const said = `a${text}`;
  const content = sampleContent({
    topics: [said],
    notices: [said],
    cards: [
      sampleCard(1, {
        title: said,
        authors: said,
        why: said,
        topics: [said],
        gist: { text: said, origin: 'abstract' },
      }),
    ],
  });
  return renderDigest(content)[0]!.payload as unknown as MailPayload;
}

const tagsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<\/?[a-z][^\s>]*|<!/gi)].map(([tag]) => tag);
const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, url]) => url ?? '');

describe('a mail of any text', () => {
  const plain = mailOf('b');
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom(
      ...HOSTILE_TEXTS,
      '<script>',
      '"><img src=x>',
      '&lt;b&gt;',
      '\r\nBcc: x@example.org',
      '</td></table>',
    ),
  );

  it('has the tags and links of any other mail, and a subject of one line', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const mail = mailOf(text);
        expect(tagsOf(mail.content)).toEqual(tagsOf(plain.content));
        expect(linksOf(mail.content)).toEqual(linksOf(plain.content));
        expect(mail.subject).not.toMatch(/[\r\n]/);
        for (const part of [mail.subject, mail.preheader, mail.text]) expect(part).not.toMatch(CONTROL);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { faultInXml } from '../../adapters/arxiv/well-formed.js';

const LONG = 400_000;

describe('whether a document is whole', () => {
  it.each([
    '<feed/>',
    "<?xml version='1.0'?>\n<!-- <a> --><feed a=\"x>y\" b='\"'><e>1 > 0</e><c><![CDATA[<b>&]]></c></feed>",
    '<a:feed xmlns:a="x"><a:e></a:e></a:feed >',
  ])('%j is', (xml) => {
    expect(faultInXml(xml)).toBeNull();
  });

  it.each([
    ['', 'there is no element'],
    ['text', 'there is no element'],
    ['<feed><entry>', '<entry> is never closed'],
    ['<feed><a></b></feed>', '</b> closes nothing'],
    ['</feed>', '</feed> closes nothing'],
    ['<feed', 'a tag is broken'],
    ['<feed a="></feed>', 'a tag is broken'],
    ['<feed><!-- </feed>', 'a tag is broken'],
    ['<feed>< a></feed>', 'a tag has no name'],
  ])('%j is not', (xml, fault) => {
    expect(faultInXml(xml)).toBe(fault);
  });

  it.each(['<', '<a ', '<a "', '"\'', '<!--', '<?', '<![CDATA[', '<a>', '<a/>', '<!-- -->', '&amp;<'])(
    'is told of a long row of %j without searching it again and again',
    { timeout: 10_000 },
    (part) => {
      expect(() => faultInXml(`<feed ${part.repeat(LONG)}`)).not.toThrow();
      expect(() => faultInXml(`<feed>${part.repeat(LONG)}`)).not.toThrow();
    },
  );
});

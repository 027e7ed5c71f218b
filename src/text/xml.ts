/** What XML 1.0 has no place for, escaped or not (§2.2): controls but tab and line ends, lone surrogates, U+FFFE and U+FFFF. */
const NO_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text without what XML 1.0 cannot hold; not escaped. */
export function withoutNonXml(text: string): string {
  return text.replace(NO_XML, '');
}

/** Text as the content or an attribute of an XML element. What XML cannot carry is dropped. Never throws. */
export function escapeXml(text: string): string {
  return withoutNonXml(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
}

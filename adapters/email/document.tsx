import { html as template, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { SHEET, STYLE } from './style.js';

export interface MailDocument {
  /** For the window's title and screen readers. */
  readonly title: string;
  /** Shown beside the subject in the list of mails. */
  readonly preheader: string;
  /** HTML of our own making, everything foreign in it escaped. */
  readonly content: string;
  readonly footer: Child;
}

/** Keeps clients from filling the line beside the subject with what stands below the preheader. */
const PADDING = '\u00a0\u200c'.repeat(60);

/** A whole mail as HTML. Pure. */
export function mailDocument({ title, preheader, content, footer }: MailDocument): string {
  const html = (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{title}</title>
        <style>{raw(SHEET)}</style>
      </head>
      <body class="b-page" style={STYLE.body}>
        <div style={STYLE.preheader} aria-hidden="true">
          {preheader}
          {PADDING}
        </div>
        <Table class="b-page" style={STYLE.page}>
          <tr>
            <td align="center" style="padding:20px 8px;">
              <Table class="b-sheet" style={STYLE.sheet}>
                {raw(content)}
                <tr>
                  <td class="b-wide b-soft" style={STYLE.footer}>
                    {footer}
                  </td>
                </tr>
              </Table>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  );
  return `<!doctype html>\n${htmlOf(html)}`;
}

/** A table that only lays out. */
export function Table({
  class: name,
  style,
  children,
}: {
  readonly class?: string;
  readonly style: string;
  readonly children?: Child;
}) {
  return (
    <table
      role="presentation"
      cellpadding="0"
      cellspacing="0"
      border={0}
      width="100%"
      class={name}
      style={style}
    >
      {children}
    </table>
  );
}

/** A link with its colours; whoever gives the address has checked it. */
export function Link({ url, children }: { readonly url: string; readonly children?: Child }) {
  return (
    <a class="b-link" style={STYLE.link} href={url}>
      {children}
    </a>
  );
}

/** The name of the sheet, with a line below. */
export function Masthead({ below }: { readonly below: string }) {
  return (
    <tr>
      <td class="b-wide" style={STYLE.masthead}>
        <h1 class="b-ink" style={STYLE.name}>
          Broadsheet
        </h1>
        <p class="b-ink" style={STYLE.day}>
          <span class="b-soft">{below}</span>
        </p>
      </td>
    </tr>
  );
}

/** JSX as text: everything in it that is not a component's own was escaped. Ours never waits for anything. */
export function htmlOf(element: Child): string {
  const text = template`${element}`;
  if (text instanceof Promise) throw new TypeError('A part of a mail must be there at once.');
  return text.toString();
}

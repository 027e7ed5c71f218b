import { Masthead, htmlOf, Link, Table } from './document.js';
import type { MailCard, MailDigest } from './lines.js';
import { STYLE } from './style.js';

/** The rows of a digest between masthead and footer. Pure. */
export function digestHtml(digest: MailDigest): string {
  return htmlOf(
    <>
      <Masthead below={[digest.day, digest.about].filter((part) => part !== '').join(' · ')} />
      {digest.notices.length === 0 ? null : (
        <tr>
          <td class="b-wide" style={STYLE.block}>
            {digest.notices.map((notice) => (
              <p class="b-notice" style={STYLE.notice}>
                {notice}
              </p>
            ))}
          </td>
        </tr>
      )}
      {digest.cards.map((card) => (
        <Paper card={card} />
      ))}
    </>,
  );
}

// --- Internal helpers ---

function Paper({ card }: { readonly card: MailCard }) {
  return (
    <tr>
      <td class="b-wide" style={STYLE.block}>
        <Table style="width:100%;">
          <tr>
            <td class="b-rank b-mark" style={STYLE.rank}>
              {card.position}
            </td>
            <td style={STYLE.paper} dir="auto">
              <h2 class="b-title b-ink" style={STYLE.title}>
                <a class="b-ink" style={STYLE.titleLink} href={card.url}>
                  {card.title}
                </a>
              </h2>
              <Line text={card.authors} name="b-soft" style={STYLE.authors} />
              <Line text={card.why} name="b-mark" style={STYLE.why} />
              <Gist card={card} />
              <Line
                text={[card.numbers, card.topics].filter((part) => part !== '').join(' · ')}
                name="b-soft"
                style={STYLE.numbers}
              />
              <Links links={card.links} />
            </td>
          </tr>
          <tr>
            <td colspan={2} class="b-rule" style={STYLE.rule}>
              &nbsp;
            </td>
          </tr>
        </Table>
      </td>
    </tr>
  );
}

function Line({
  text,
  name,
  style,
}: {
  readonly text: string;
  readonly name: string;
  readonly style: string;
}) {
  if (text === '') return null;
  return (
    <p class={name} style={style}>
      {text}
    </p>
  );
}

function Gist({ card: { gist, gistSource } }: { readonly card: MailCard }) {
  if (gist === '') return null;
  return (
    <p class="b-prose" style={STYLE.gist}>
      {gist}
      {gistSource === '' ? null : (
        <>
          {' '}
          <span class="b-soft" style={STYLE.source}>
            ({gistSource})
          </span>
        </>
      )}
    </p>
  );
}

function Links({ links }: Pick<MailCard, 'links'>) {
  if (links.length === 0) return null;
  return (
    <p class="b-soft" style={STYLE.links}>
      {links.map(({ label, url }, index) => (
        <>
          {index === 0 ? '' : ' · '}
          <Link url={url}>{label}</Link>
        </>
      ))}
    </p>
  );
}

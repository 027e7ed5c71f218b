import type { Child, FC } from 'hono/jsx';
import { z } from 'zod';
import type { PlannedPart } from '../../src/digests/delivery.js';
import { FULL_SIZE } from '../../src/pictures/draw.js';
import { discordText, slackText } from './chat-markup.js';
import { thumbnailOf } from './thumbnail.js';

export interface LookProps {
  /** A digest as that platform's publisher renders it, layout `thread`. */
  readonly parts: readonly PlannedPart[];
  /** Path of the head's picture; null when there is none. */
  readonly picture: string | null;
}

/** Cards of the thread that are shown. */
const CARDS = 3;
const text = z.string().catch('');

const embed = z.object({
  title: text,
  url: z.string().optional().catch(undefined),
  description: text,
  thumbnail: z.object({ url: text }).optional().catch(undefined),
  footer: z.object({ text }).optional().catch(undefined),
});
const discordBody = z.object({
  content: text,
  name: text,
  picture: z.object({ alt: text }).optional().catch(undefined),
  embeds: z.array(embed).catch([]),
  components: z
    .array(z.object({ components: z.array(z.object({ label: text, url: text })).catch([]) }))
    .catch([]),
});

const slackObject = z.object({ type: text, text });
const slackBlock = z.object({
  type: text,
  text: slackObject.optional().catch(undefined),
  elements: z
    .array(z.object({ type: text, text: z.union([z.string(), slackObject]).optional().catch(undefined) }))
    .catch([]),
  accessory: z.object({ image_url: text }).optional().catch(undefined),
  alt_text: text,
});
const slackBody = z.object({ blocks: z.array(slackBlock).catch([]) });

/** The channel with the head, and below it the opened thread, as Discord's dark theme shows them. */
export const DiscordLook: FC<LookProps> = ({ parts, picture }) => {
  const heads = parts.filter(({ kind }) => kind === 'head').map(({ payload }) => discordBody.parse(payload));
  const cards = parts.filter(({ kind }) => kind === 'card').map(({ payload }) => discordBody.parse(payload));
  const thread = discordBody.parse(parts.find(({ kind }) => kind === 'thread')?.payload ?? {}).name;
  return (
    <div class="look discord">
      <p class="room"># papers</p>
      {heads.map((body) => (
        <DiscordMessage body={body} picture={picture} />
      ))}
      <p class="room sub">Thread: {thread}</p>
      {cards.slice(0, CARDS).map((body) => (
        <DiscordMessage body={body} picture={null} />
      ))}
      <More cards={cards.length} />
    </div>
  );
};

/** The same in Slack's light theme. */
export const SlackLook: FC<LookProps> = ({ parts, picture }) => {
  const of = (kind: PlannedPart['kind']) =>
    parts.filter((part) => part.kind === kind).map(({ payload }) => slackBody.parse(payload).blocks);
  const cards = of('card');
  return (
    <div class="look slack">
      <p class="room"># papers</p>
      {of('head').map((blocks) => (
        <SlackMessage blocks={blocks} picture={picture} />
      ))}
      <p class="room sub">Thread: {cards.length} replies</p>
      {cards.slice(0, CARDS).map((blocks) => (
        <SlackMessage blocks={blocks} picture={null} />
      ))}
      <More cards={cards.length} />
    </div>
  );
};

// --- Internal helpers ---

const More: FC<{ readonly cards: number }> = ({ cards }) =>
  cards > CARDS ? <p class="rest">… and {cards - CARDS} more below</p> : null;

const Message: FC<{ readonly children?: Child }> = ({ children }) => (
  <div class="message">
    <img class="face" src="/favicon.svg" alt="" width="40" height="40" />
    <div class="said">
      <p class="who">
        <b>Broadsheet</b> <span class="app">APP</span> <span class="at">09:00</span>
      </p>
      {children}
    </div>
  </div>
);

const DiscordMessage: FC<{
  readonly body: z.output<typeof discordBody>;
  readonly picture: string | null;
}> = ({ body, picture }) => (
  <Message>
    {body.content === '' ? null : <p>{discordText(body.content)}</p>}
    {body.picture === undefined ? null : <Picture path={picture} alt={body.picture.alt} />}
    {body.embeds.map(({ title, url, description, thumbnail, footer }) => (
      <div class="embed">
        <Thumb url={thumbnail?.url ?? null} />
        {title === '' ? null : (
          <p class="heading">
            <SafeLink url={url ?? ''}>{discordText(title)}</SafeLink>
          </p>
        )}
        {description === '' ? null : <p>{discordText(description)}</p>}
        {footer === undefined ? null : <p class="small">{footer.text}</p>}
      </div>
    ))}
    {body.components.map(({ components }) => (
      <Buttons labels={components.map(({ label }) => label)} />
    ))}
  </Message>
);

const SlackMessage: FC<{
  readonly blocks: readonly z.output<typeof slackBlock>[];
  readonly picture: string | null;
}> = ({ blocks, picture }) => (
  <Message>
    {blocks.map((block) => {
      const words = block.elements.map(({ text: of }) => (typeof of === 'string' ? of : (of?.text ?? '')));
      if (block.type === 'divider') return <hr />;
      if (block.type === 'image') return <Picture path={picture} alt={block.alt_text} />;
      if (block.type === 'actions') return <Buttons labels={words} />;
      if (block.type === 'header') return <p class="heading">{block.text?.text ?? ''}</p>;
      if (block.type === 'context') return <p class="small">{words.map(slackText)}</p>;
      return (
        <div class="section">
          <Thumb url={block.accessory?.image_url ?? null} />
          <p>{slackText(block.text?.text ?? '')}</p>
        </div>
      );
    })}
  </Message>
);

const Picture: FC<{ readonly path: string | null; readonly alt: string }> = ({ path, alt }) =>
  path === null ? null : (
    <img
      class="list"
      src={path}
      alt={alt}
      width={String(FULL_SIZE.width)}
      height={String(FULL_SIZE.height)}
    />
  );

/** Looks like buttons and is none: there is nothing to press in a picture. */
const Buttons: FC<{ readonly labels: readonly string[] }> = ({ labels }) => (
  <p class="buttons">
    {labels.map((label) => (
      <span>{label}</span>
    ))}
  </p>
);

const SafeLink: FC<{ readonly url: string; readonly children?: Child }> = ({ url, children }) =>
  url.startsWith('https://') ? (
    <a href={url} rel="noopener">
      {children}
    </a>
  ) : (
    <>{children}</>
  );

const Thumb: FC<{ readonly url: string | null }> = ({ url }) => {
  const picture = thumbnailOf(url);
  return picture === null ? null : (
    <img class="pic" src={picture} alt="" width="88" height="88" loading="lazy" />
  );
};

import type { PageAround } from './subscribe.js';

/** A page with nothing around it. */
export const plainPage: PageAround = ({ title, body }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light" />
      <title>{`${title} · Broadsheet`}</title>
    </head>
    <body>
      <main>{body}</main>
    </body>
  </html>
);

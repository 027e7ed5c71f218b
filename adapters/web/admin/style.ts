import { createHash } from 'node:crypto';
import type { Hono } from 'hono';

/** The look of the admin pages, on top of the frame's. */
const STYLE = `
.desk h2{margin:2rem 0 .5rem;font-size:1.375rem;line-height:1.25;border-top:1px solid var(--rule);padding-top:.6rem}
.desk table{border-collapse:collapse;width:100%;font:.9375rem/1.4 var(--sans);font-variant-numeric:tabular-nums}
.desk th,.desk td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--rule)}
.desk th,.desk td{overflow-wrap:normal}
.desk td.t,.desk th.t{overflow-wrap:anywhere;min-width:14rem}
.desk td.s{white-space:nowrap}
.desk thead th{color:var(--soft);font-weight:600}
.desk td.n,.desk th.n{text-align:right}
.desk tbody th{font-weight:600}
.desk .bad{color:var(--accent);font-weight:700}
.desk .well{color:var(--soft)}
.desk .steps{border-left:4px solid var(--accent);background:var(--sheet);padding:.75rem 1rem .75rem 2.4rem;margin:1rem 0}
.desk .steps li{margin:.5rem 0;padding-left:.2rem}
.desk .steps code{display:inline-block;background:var(--paper);border:1px solid var(--rule);padding:.1rem .4rem;margin-top:.25rem}
.desk .ways{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;margin:1rem 0}
.desk .scroll{overflow-x:auto}
.log-in{border:1px solid var(--rule);background:var(--sheet);padding:1.1rem 1.25rem;margin:2rem 0;max-width:32rem}
.log-in label{display:block;font-weight:700;margin:.5rem 0 .3rem}
.log-in input{display:block;width:100%}
.log-in button{margin-top:.75rem}
@media (max-width:40rem){.desk th,.desk td{padding-right:.6rem;font-size:.875rem}}
`;

/** Changes with what is in it. */
export const ADMIN_STYLE_PATH = `/admin/assets/desk-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`;

export function addAdminStyle(app: Hono): void {
  app.get(ADMIN_STYLE_PATH, (c) =>
    c.body(STYLE, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  );
}

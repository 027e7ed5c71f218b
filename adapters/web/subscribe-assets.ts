import { createHash } from 'node:crypto';
import type { Hono } from 'hono';

/** The look of the box and its pages; colours come from the page around, with fallbacks for a page that has none. */
const STYLE = `
.subscribe{border:1px solid var(--rule,#d6cdbb);background:var(--sheet,#f4efe3);padding:1.1rem 1.25rem;margin:2rem 0}
.subscribe h2{margin:0 0 .25rem;font-size:1.375rem;line-height:1.25}
.subscribe>p,.subscribe form>p{margin:.35rem 0 .75rem;color:var(--soft,#5a534a)}
.subscribe .first{display:flex;flex-wrap:wrap;gap:.6rem;align-items:flex-end}
.subscribe .first .field-of{flex:1 1 16rem}
.subscribe label{display:block;font-weight:700;margin:0 0 .3rem}
.subscribe input,.subscribe textarea,.subscribe select{display:block;width:100%;min-height:2.75rem;padding:.45rem .7rem;border:1px solid var(--soft,#5a534a);border-radius:2px;background:var(--paper,#fbf8f1);color:var(--ink,#1d1a16);font:1rem/1.4 var(--sans,system-ui,sans-serif)}
.subscribe textarea{resize:vertical}
.subscribe [aria-invalid]{border:2px solid var(--accent,#8a1c1c)}
.subscribe button{min-height:2.75rem}
.subscribe .row{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin-top:.75rem}
.subscribe .wrong{border-left:4px solid var(--accent,#8a1c1c);padding-left:.6rem;margin:.4rem 0 0}
.subscribe .wrong p{margin:.2rem 0;color:var(--ink,#1d1a16)}
.subscribe details{margin-top:.75rem}
.subscribe details[open]{padding-bottom:.25rem}
.subscribe .send{margin:1rem 0 0}
.subscribe .beside-it{margin:1.25rem 0 0}
`;

/** The reader's own zone, once; without a script they choose it. */
const SCRIPT = `
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll('form[data-fresh] select[name=zone]')) {
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
})();
`;

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Paths of what the box loads; each changes with what is in it. */
export const subscribeAssets = { style: pathOf('css', STYLE), script: pathOf('js', SCRIPT) } as const;

export function addSubscribeAssets(app: Hono): void {
  const headers = (type: string) => ({ 'content-type': `${type}; charset=utf-8`, 'cache-control': FOR_GOOD });
  app.get(subscribeAssets.style, (c) => c.body(STYLE, 200, headers('text/css')));
  app.get(subscribeAssets.script, (c) => c.body(SCRIPT, 200, headers('text/javascript')));
}

// --- Internal helpers ---

function pathOf(ending: string, text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `/subscribe/assets/box-${digest}.${ending}`;
}

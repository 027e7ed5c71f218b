/** The look of the frame: paper and ink, one serif, rules instead of boxes. Colours have a contrast of 4.5:1 at least. */
export const FRAME_STYLE = `
:root{color-scheme:light dark;--paper:#fbf8f1;--sheet:#f4efe3;--ink:#1d1a16;--soft:#5a534a;--rule:#d6cdbb;--strong:#1d1a16;--accent:#8a1c1c;--line:#8a1c1c;--mark:#f3dfb0;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4","Noto Serif",Georgia,"DejaVu Serif",serif;--sans:system-ui,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#15130f;--sheet:#1f1c17;--ink:#ece5d8;--soft:#ada393;--rule:#3a352c;--strong:#ece5d8;--accent:#f0a08c;--line:#e58a72;--mark:#5a4618}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:76rem;padding:0 clamp(1rem,4vw,2.5rem) 3rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif);font-variant-numeric:oldstyle-nums;overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{color:var(--accent);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-6rem;background:var(--ink);color:var(--paper);padding:.75rem 1rem;z-index:1}
.skip:focus{top:.5rem}
.masthead{padding-top:1.5rem}
.title{text-align:center;border-bottom:1px solid var(--strong);padding-bottom:.6rem}
.name{margin:0;font-size:clamp(2.5rem,9vw,4.75rem);line-height:1;font-weight:700;letter-spacing:-.025em}
.name a{text-decoration:none;color:inherit}
.motto{margin:.5rem 0 0;font-style:italic;color:var(--soft)}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1.5rem;border-bottom:3px double var(--strong);padding:.3rem 0;margin-top:2px;border-top:1px solid var(--strong)}
.bar ul{display:flex;flex-wrap:wrap;gap:0 .35rem;list-style:none;margin:0 0 0 -.6rem;padding:0}
.bar li a{display:inline-block;padding:.5rem .6rem;font:600 .8125rem/1.25 var(--sans);letter-spacing:.04em;text-decoration:none}
.bar li a[aria-current]{color:var(--accent);box-shadow:inset 0 -2px var(--accent)}
.bar li a:hover{text-decoration:underline}
form[role=search],.own div{display:flex;gap:.4rem}
form[role=search]{flex:1 1 16rem;max-width:24rem;padding:.3rem 0}
input{flex:1;min-width:0;min-height:2.5rem;padding:.4rem .7rem;border:1px solid var(--soft);border-radius:2px;background:var(--sheet);color:var(--ink);font:1rem/1.3 var(--sans)}
input::placeholder{color:var(--soft);opacity:1}
button{min-height:2.5rem;padding:.4rem 1rem;border:1px solid var(--ink);border-radius:2px;background:var(--ink);color:var(--paper);font:600 .875rem/1.2 var(--sans);cursor:pointer}
button:hover{background:var(--accent);border-color:var(--accent)}
.head{margin:2rem 0 1.25rem}
h1{margin:0;font-size:clamp(1.75rem,4.5vw,2.75rem);line-height:1.15;font-weight:700;letter-spacing:-.015em;text-wrap:balance}
h1 small{font-size:.6em;font-weight:400;color:var(--soft)}
.stamp,.facts,.kicker,.quiet,.topics{color:var(--soft)}
.stamp{margin:.5rem 0 0}
.notices{border-left:4px solid var(--accent);background:var(--sheet);padding:.5rem 1rem;margin:1rem 0}
.notices p{margin:.4rem 0}
.notice{color:var(--soft);font-style:italic;margin:.5rem 0}
.empty{border:1px solid var(--rule);background:var(--sheet);padding:1rem 1.25rem;margin:1.5rem 0}
code,pre{font-family:var(--mono);font-size:.85em;font-variant-numeric:normal}
pre{margin:0;white-space:pre-wrap;overflow-x:auto}
.parts{margin:2rem 0 0}
.parts ul{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;margin:0;padding:0}
.parts a{display:grid;place-items:center;min-width:2.5rem;min-height:2.5rem;padding:0 .5rem;border:1px solid var(--rule);text-decoration:none;font:600 .9375rem/1 var(--sans)}
.parts a[aria-current]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
.beside{display:flex;justify-content:space-between;gap:1rem;border-top:1px solid var(--strong);margin-top:2rem;padding-top:.5rem}
.beside a{padding:.5rem 0}
.foot{border-top:3px double var(--strong);margin-top:3.5rem;padding-top:.75rem;color:var(--soft);font-size:.9375rem}
.foot p{margin:.4rem 0;max-width:68ch}
.fault{border-left:4px solid var(--accent);background:var(--sheet);padding:.75rem 1rem}
.fault p{margin:.4rem 0}
.fault mark,mark{background:var(--mark);color:var(--ink);padding:.1em .15em}
.grammar{margin:2.5rem 0 0;border-top:1px solid var(--rule);padding-top:.5rem}
.grammar dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.75rem 2rem;margin:1rem 0}
.grammar dd{margin:0;color:var(--soft)}
.grammar dt a{display:inline-block;padding:.2rem 0}
summary{cursor:pointer;padding:.3rem 0;font:600 .875rem/1.4 var(--sans);width:fit-content}
summary:hover{color:var(--accent)}
.own label{display:block;font-weight:700;margin-bottom:.35rem}
.own div{max-width:36rem}
.topics-list{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:1.25rem 2.5rem;list-style:none;margin:2rem 0 0;padding:0}
.topics-list li{border-top:1px solid var(--rule);padding-top:.6rem}
.topics-list h2{margin:0;font-size:1.35rem;line-height:1.25}
.topics-list h2::first-letter{text-transform:uppercase}
.topics-list p{margin:.35rem 0 0;line-height:1.45;color:var(--soft)}
.months{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:1.5rem 2.5rem;margin-top:1.5rem}
.months section{border-top:1px solid var(--rule)}
.months h2{font-size:1.25rem;margin:.6rem 0}
.days{display:flex;flex-wrap:wrap;gap:.25rem;list-style:none;margin:0;padding:0}
.days a{display:grid;place-items:center;width:2.25rem;height:2.25rem;border:1px solid var(--rule);text-decoration:none;font:.9375rem/1 var(--sans)}
.days a:hover{background:var(--sheet)}
.weeks{margin:.4rem 0;color:var(--soft)}
.weeks a{display:inline-block;padding:.2rem .35rem;min-width:1.75rem;text-align:center}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}.skip{transition:top .15s}}
@media (forced-colors:active){.spark polyline,.plot .line{stroke:CanvasText}}
@media print{.bar,.foot,.parts,.beside,.snippet button{display:none}body{background:#fff;color:#000}}
`;

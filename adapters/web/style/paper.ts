/** The look of papers: in lists, the first one as the lead story and the others in two columns; and by themselves. */
export const PAPER_STYLE = `
.papers{list-style:none;margin:0;padding:0;display:grid;gap:0 3.5rem;border-top:1px solid var(--strong)}
.paper{min-width:0;border-bottom:1px solid var(--rule);padding:1.35rem 0 1.2rem}
.paper article{display:grid;grid-template-columns:2.6rem minmax(0,1fr);column-gap:.5rem}
.plain .paper article{grid-template-columns:minmax(0,1fr)}
.place{font-size:1.9rem;line-height:1.05;color:var(--accent);font-variant-numeric:lining-nums}
.paper .body{grid-column:-2}
.paper h2{margin:0;font-size:1.3rem;line-height:1.25;text-wrap:pretty}
.paper h2 a,.lead h2 a{text-decoration-color:transparent}
.paper h2 a:hover,.paper h2 a:focus-visible{text-decoration-color:currentColor}
.by{margin:.4rem 0 0;font-style:italic;color:var(--soft)}
.paper .why{margin:.45rem 0 0;display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .9rem;font:600 .875rem/1.45 var(--sans)}
.spark{flex:none}
.spark polyline{fill:none;stroke:var(--line);stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}
.spark circle,.plot circle{fill:var(--line)}
.gist{margin:.55rem 0 0}
.source{color:var(--soft);font:.8125rem/1.4 var(--sans)}
.source::before{content:"— "}
.paper details{margin:.25rem 0 0}
.paper details p{margin:.2rem 0 .5rem}
.links{display:flex;flex-wrap:wrap;gap:0 1.1rem;list-style:none;margin:.35rem 0 0;padding:0;font:.875rem/1.4 var(--sans)}
.links a{display:inline-block;padding:.3rem 0}
.links .found,.links .field{color:var(--soft);padding:.3rem 0}
.thumb{grid-column:-2;display:block;margin-top:.8rem;max-width:26rem}
.thumb img,.hero{display:block;width:100%;height:auto;border:1px solid var(--rule);background:var(--sheet);aspect-ratio:320/173;object-fit:cover}
@media (min-width:48rem){
.lead article{grid-template-columns:2.6rem minmax(0,1.35fr) minmax(0,1fr);column-gap:.5rem}
.lead .body{grid-column:2}
.lead .thumb{grid-column:3;margin:.3rem 0 0 2rem;max-width:none}
.lead:not(:has(.thumb)) .body{grid-column:2/-1;max-width:48rem}
.lead h2{font-size:clamp(1.6rem,3.2vw,2.3rem);line-height:1.14;letter-spacing:-.012em}
.lead .place{font-size:2.6rem;line-height:1}
.lead .gist{font-size:1.125rem}
}
@media (min-width:60rem){
.papers{grid-template-columns:repeat(2,minmax(0,1fr))}
.lead{grid-column:1/-1;border-bottom-color:var(--strong);padding:1.75rem 0}
}
.sheet{max-width:46rem;margin:0 auto}
.sheet h2,.similar h2#similar{font-size:1.375rem;line-height:1.25;margin:2.25rem 0 .5rem;padding-top:.6rem;border-top:1px solid var(--rule)}
.sheet p{margin:.6rem 0}
.kicker{margin:0 0 .5rem;font:600 .8125rem/1.4 var(--sans);letter-spacing:.02em}
.kicker a{display:inline-block;padding:.3rem .6rem .3rem 0}
.facts{font:.875rem/1.5 var(--sans)}
.sheet .why{font:600 1rem/1.5 var(--sans)}
.hero{margin:1rem 0}
.summary{border-left:3px solid var(--accent);padding-left:.9rem}
.plot{margin:1rem 0}
.plot svg{display:block;width:100%;height:auto}
.plot .line{fill:none;stroke:var(--line);stroke-width:2.25;stroke-linejoin:round}
.plot .area{fill:var(--line);opacity:.1}
.plot .grid{stroke:var(--rule)}
.plot text{fill:var(--soft);font:12px var(--sans)}
figcaption{color:var(--soft);font-size:.9375rem}
.scroll{overflow:auto;max-height:28rem}
table{border-collapse:collapse;width:100%;font:.9375rem/1.45 var(--sans);font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--rule)}
thead th{overflow-wrap:normal}
.parts-of td,.parts-of th:not([scope]){text-align:right;padding-right:0}
.parts-of tr:last-child>*{font-weight:700;border-bottom:0}
.snippet{display:flex;flex-wrap:wrap;gap:.6rem;align-items:flex-start}
.snippet pre{flex:1 1 20rem;background:var(--sheet);border:1px solid var(--rule);padding:.7rem .9rem}
.similar{margin-top:1rem}
.similar h2#similar{border-top:3px double var(--strong);padding-top:1rem}
.similar .paper h2{font-size:1.15rem}
`;

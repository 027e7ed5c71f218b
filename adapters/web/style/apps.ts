/** The look of two chat windows. Their colours are the platforms' own, whatever the reader's theme. */
export const APPS_STYLE = `
.looks{display:grid;gap:2rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:60rem){.looks{grid-template-columns:repeat(2,minmax(0,1fr))}}
.looks h2{margin:.5rem 0}
.look{border:1px solid var(--rule);border-radius:10px;overflow:hidden;font:.9375rem/1.42 var(--sans);font-variant-numeric:normal;padding-bottom:1rem}
.look p{margin:0}
.look .room{padding:.7rem 1rem;font-weight:700;border-bottom:1px solid}
.look .sub{border-top:1px solid;margin-top:1rem}
.message{display:flex;gap:.8rem;padding:.9rem 1rem 0}
.face{flex:none;width:40px;height:40px;border-radius:8px}
.said{min-width:0;flex:1}
.app{font-size:.6875rem;font-weight:700;border-radius:3px;padding:.05rem .3rem}
.at{font-size:.75rem}
.buttons{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.5rem!important}
.buttons span{border-radius:6px;padding:.25rem .75rem;font-size:.8125rem;font-weight:600}
.pic{float:right;margin:0 0 .5rem .75rem;width:80px;height:80px;object-fit:cover;border-radius:6px}
.look .list{display:block;width:100%;max-width:34rem;height:auto;border-radius:8px;margin-top:.5rem}
.look .rest{padding:1rem 1rem 0 4.3rem;font-size:.875rem}
.discord{background:#313338;color:#dbdee1}
.discord .room{color:#f2f3f5;border-color:#232428}
.discord .sub{background:#2b2d31}
.discord .face{border-radius:50%}
.discord b{color:#f2f3f5}
.discord a{color:#3db4fb;text-decoration:none}
.discord a:hover{text-decoration:underline}
.discord .app{background:#4752c4;color:#fff}
.discord .at,.discord small,.discord .small,.discord .rest{color:#aeb4bc}
.discord small{font-size:.8125rem}
.discord .small{font-size:.75rem;margin-top:.5rem}
.discord .embed{background:#2b2d31;border-left:4px solid #f2a33a;border-radius:4px;padding:.7rem .9rem;margin-top:.4rem;overflow:hidden;font-size:.875rem}
.discord .heading{font-weight:600;font-size:1rem;margin-bottom:.4rem}
.discord .buttons span{background:#4e5058;color:#fff}
.slack{background:#fff;color:#1d1c1d}
.slack .room{border-color:#e3e3e4}
.slack .app{background:#e8e8e8;color:#5a595a}
.slack .at,.slack .small,.slack .rest{color:#5a595a}
.slack a{color:#1264a3;text-decoration:none}
.slack a:hover{text-decoration:underline}
.slack .heading{font-size:1.125rem;font-weight:800;margin:.2rem 0}
.slack .section{margin-top:.5rem;overflow:hidden}
.slack .small{font-size:.8125rem;margin:.1rem 0 .3rem}
.slack hr{border:0;border-top:1px solid #e3e3e4;margin:.7rem 0}
.slack .buttons span{border:1px solid #8d8b8d;color:#1d1c1d}
`;

/**
 * Colours and type of a mail. Light ones stand inline, because many clients know nothing else; dark ones come by class.
 * Where a client turns colours round by itself, nothing is lost: no text stands on a picture, and all of it keeps a
 * contrast of 4.5:1 either way (WCAG 2.2, 1.4.3).
 */
const SERIF = "Georgia, 'Times New Roman', Times, serif";
const SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export const STYLE = {
  body: 'margin:0;padding:0;background-color:#f4f2ee;-webkit-text-size-adjust:100%;',
  page: 'width:100%;background-color:#f4f2ee;',
  sheet: 'width:100%;max-width:600px;background-color:#fdfcfa;border-radius:6px;',
  masthead: `padding:28px 32px 0;font-family:${SERIF};`,
  name: 'margin:0;font-size:30px;line-height:36px;font-weight:700;letter-spacing:-0.5px;color:#1d1b18;',
  day: `margin:4px 0 0;padding:0 0 14px;border-bottom:3px double #1d1b18;font-family:${SANS};font-size:13px;line-height:20px;color:#5c574f;`,
  block: 'padding:22px 32px 0;',
  notice: `margin:0 0 6px;padding:10px 14px;border-left:3px solid #9a6700;background-color:#f6efdf;font-family:${SANS};font-size:14px;line-height:20px;color:#4d3800;`,
  rank: `width:34px;padding:0;font-family:${SERIF};font-size:22px;line-height:26px;font-weight:700;color:#a3341f;vertical-align:top;`,
  paper: 'padding:0;vertical-align:top;',
  title: `margin:0;font-family:${SERIF};font-size:19px;line-height:26px;font-weight:700;`,
  titleLink: 'color:#1d1b18;text-decoration:none;',
  authors: `margin:3px 0 0;font-family:${SANS};font-size:13px;line-height:19px;color:#5c574f;`,
  why: `margin:6px 0 0;font-family:${SANS};font-size:13px;line-height:19px;font-weight:600;color:#8f2d1b;`,
  gist: `margin:8px 0 0;font-family:${SANS};font-size:15px;line-height:23px;color:#2e2b27;`,
  source: 'font-size:12px;color:#5c574f;white-space:nowrap;',
  numbers: `margin:8px 0 0;font-family:${SANS};font-size:13px;line-height:19px;color:#5c574f;`,
  links: `margin:8px 0 0;font-family:${SANS};font-size:14px;line-height:24px;color:#5c574f;`,
  link: 'color:#0b57a4;text-decoration:underline;',
  rule: 'padding:22px 0 0;border-bottom:1px solid #dcd7cd;font-size:1px;line-height:1px;',
  footer: `padding:20px 32px 30px;font-family:${SANS};font-size:13px;line-height:20px;color:#5c574f;`,
  prose: `margin:0 0 14px;font-family:${SANS};font-size:16px;line-height:25px;color:#2e2b27;`,
  button: `display:inline-block;padding:12px 26px;border-radius:6px;background-color:#8f2d1b;border:1px solid #8f2d1b;font-family:${SANS};font-size:16px;line-height:22px;font-weight:600;color:#ffffff;text-decoration:none;`,
  preheader: 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;',
} as const;

/** For clients that read a style sheet: dark colours and narrow windows. */
export const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a:focus { outline: 2px solid #0b57a4; outline-offset: 2px; }
@media (max-width: 480px) {
  .b-wide { padding-left: 18px !important; padding-right: 18px !important; }
  .b-rank { width: 26px !important; font-size: 19px !important; }
  .b-title { font-size: 18px !important; line-height: 24px !important; }
}
@media (prefers-color-scheme: dark) {
  .b-page { background-color: #161513 !important; }
  .b-sheet { background-color: #211f1c !important; }
  .b-ink { color: #f1ede6 !important; border-color: #f1ede6 !important; }
  .b-soft { color: #b5aea3 !important; }
  .b-prose { color: #ddd8cf !important; }
  .b-mark { color: #f0937f !important; }
  .b-link { color: #8fc1f5 !important; }
  .b-rule { border-color: #3c3832 !important; }
  .b-notice { background-color: #372d16 !important; color: #f3dfae !important; border-color: #c69026 !important; }
  .b-button { background-color: #f0937f !important; border-color: #f0937f !important; color: #211f1c !important; }
}`;

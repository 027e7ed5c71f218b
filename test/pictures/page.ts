import { renderDigest as renderForDiscord } from '../../adapters/discord/render.js';
import { renderDigest as renderForSlack } from '../../adapters/slack/render.js';
import { sampleDigest } from '../../src/digests/sample.js';
import { discordWindow } from './discord-window.js';
import { slackWindow } from './slack-window.js';

/** The morning after the sample's week, a Monday. */
const MORNING = new Date('2025-10-13T09:00:00Z');
const CARDS_IN_SIGHT = 3;

/**
 * A page with the same digest in both apps, side by side: the bundled sample's papers in the very payloads that
 * would be sent, without the remark that they are a sample. Pure.
 */
export function picturePage(): string {
  const content = { ...sampleDigest({ count: 5, now: MORNING }), sample: false };
  const keyOf = (position: number) => `picture:${position}`;
  const discord = discordWindow(renderForDiscord(content, 'thread', keyOf), CARDS_IN_SIGHT);
  const slack = slackWindow(renderForSlack(content, 'thread', keyOf), CARDS_IN_SIGHT);
  return `<!doctype html><meta charset="utf-8"><title>A digest</title><style>${STYLE}</style>${discord}${slack}`;
}

// --- Internal helpers ---

const STYLE = `*{box-sizing:border-box}header,footer{flex:none}html{height:100%;-webkit-font-smoothing:antialiased}
body{margin:0;height:100%;padding:20px;display:flex;gap:20px;background:#d9dce1}
section{display:flex;flex-direction:column;flex:1;min-width:0;border-radius:12px;overflow:hidden;border:1px solid #b9bdc5}`;

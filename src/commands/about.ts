import { text } from './blocks.js';
import type { CommandReply } from './reply.js';

/** What the button “How this list is made” answers. */
export const ABOUT =
  'Papers come from Hugging Face Daily Papers and from arXiv’s announcements. They are ranked by the attention they gather: upvotes, comments and code stars, and how fast these grow between our own readings, each compared within its own source. Papers this channel has already had are left out, near-duplicates are spread, and every topic of the channel gets its best match first. The small line under each title names the numbers that decided its place.';

export function about(): CommandReply {
  return { title: 'How this list is made', blocks: [text(ABOUT)] };
}

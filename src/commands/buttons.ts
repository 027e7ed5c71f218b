/** What a pressed button asks for. Everything in it comes back from outside and is checked again. */
export type ButtonAction =
  | { readonly do: PaperDeed; readonly paperId: string }
  /** A page of a kept list; `share` posts it for all. */
  | { readonly do: 'page' | 'share'; readonly view: string; readonly page: number }
  | { readonly do: 'subscribe'; readonly query: string }
  | { readonly do: PlainDeed };

export const PAPER_DEEDS = [
  'save',
  'unsave',
  'more',
  'less',
  'abstract',
  'bibtex',
  'similar',
  'why',
] as const;
export type PaperDeed = (typeof PAPER_DEEDS)[number];

/** `schedule` opens the form; `forget` and `taste-reset` are confirmed wishes. */
export const PLAIN_DEEDS = [
  'about',
  'schedule',
  'now',
  'resume',
  'saved',
  'saved-bibtex',
  'topics',
  'forget',
  'taste-reset',
] as const;
export type PlainDeed = (typeof PLAIN_DEEDS)[number];

/** Raised when the meaning of an id changes; older buttons must stay readable for as long as their messages stand. */
const VERSION = '1';
/** Room a platform must give an id, UTF-16 units. Discord: 100, less its own marker of 26. */
export const LONGEST_BUTTON_ID = 74;
const VIEW = /^[a-z0-9]{1,32}$/;
const PAGE = /^\d{1,4}$/;

/** The id a button carries; null when it is too long for one. Holds no secret and no right: rights are checked again. */
export function encodeButton(action: ButtonAction): string | null {
  const id = [VERSION, action.do, ...payloadOf(action)].join(':');
  return id.length <= LONGEST_BUTTON_ID ? id : null;
}

/** What an id of ours asks for; null for anything else, forged or of a version not known. */
export function decodeButton(id: string): ButtonAction | null {
  const [version, deed = '', ...rest] = id.split(':');
  if (version !== VERSION) return null;
  const paperDeed = PAPER_DEEDS.find((name) => name === deed);
  const payload = rest.join(':');
  if (paperDeed !== undefined) return payload === '' ? null : { do: paperDeed, paperId: payload };
  if (deed === 'subscribe') return payload === '' ? null : { do: deed, query: payload };
  if (deed === 'page' || deed === 'share') return readPage(deed, rest);
  const plain = PLAIN_DEEDS.find((name) => name === deed);
  return plain !== undefined && rest.length === 0 ? { do: plain } : null;
}

// --- Internal helpers ---

function payloadOf(action: ButtonAction): readonly string[] {
  if ('paperId' in action) return [action.paperId];
  if ('view' in action) return [action.view, String(action.page)];
  return 'query' in action ? [action.query] : [];
}

function readPage(deed: 'page' | 'share', rest: readonly string[]): ButtonAction | null {
  const [view = '', page = ''] = rest;
  if (rest.length !== 2 || !VIEW.test(view) || !PAGE.test(page)) return null;
  return { do: deed, view, page: Number(page) };
}

import { randomUUID } from 'node:crypto';
import { checkMessage } from './check-message.js';
import { pingsIn } from './manners.js';
import type { Block, FakeSlackHook, FakeSlackMessage, FakeSlackReply, State } from './state.js';

/** A response URL takes five answers within half an hour. */
const MOST_USES = 5;
const LIVES_MS = 30 * 60_000;

interface Body {
  readonly text?: string;
  readonly blocks?: readonly Block[];
  readonly response_type?: string;
  readonly replace_original?: boolean;
  readonly delete_original?: boolean;
  readonly thread_ts?: string;
  readonly unfurl_links?: boolean;
  readonly unfurl_media?: boolean;
}

/** `error` null: taken. */
export interface HookAnswer {
  readonly status: number;
  readonly error: string | null;
}

export function newHook(
  state: State,
  at: Pick<FakeSlackHook, 'channel' | 'userId' | 'original'>,
): FakeSlackHook {
  const hook: FakeSlackHook = { ...at, id: randomUUID(), at: state.now(), uses: 0, replies: [] };
  state.hooks.set(hook.id, hook);
  return hook;
}

/** One POST to a response URL. */
export function postToHook(state: State, id: string, json: string): HookAnswer {
  const hook = state.hooks.get(id);
  if (hook === undefined) return { status: 404, error: 'no_such_url' };
  if (state.now() - hook.at > LIVES_MS) return { status: 404, error: 'expired_url' };
  if (hook.uses >= MOST_USES) return { status: 404, error: 'used_url' };
  hook.uses += 1;
  const body = JSON.parse(json) as Body;
  const { text = '', blocks = [] } = body;
  const refused = checkMessage(text, blocks);
  if (refused !== null) {
    state.violations.push(`${refused.error}: ${refused.why}`);
    return { status: 400, error: refused.error };
  }
  if (state.picturesFail && json.includes('"image_url"')) return { status: 400, error: 'invalid_blocks' };
  state.violations.push(...badManners(body, hook));
  if (body.replace_original === true && hook.original !== null) {
    replace(hook.original, text, blocks);
    if ('replaced' in hook.original) hook.replies.push(hook.original);
  } else hook.replies.push(keep(state, hook, body));
  return { status: 200, error: null };
}

// --- Internal helpers ---

function replace(original: FakeSlackMessage | FakeSlackReply, text: string, blocks: readonly Block[]): void {
  original.text = text;
  original.blocks = blocks;
  if ('replaced' in original) original.replaced += 1;
}

function keep(state: State, hook: FakeSlackHook, body: Body): FakeSlackReply {
  const { text = '', blocks = [] } = body;
  const isPublic = body.response_type === 'in_channel';
  const ts = state.newTs();
  const place = { ts, channel: hook.channel, threadTs: body.thread_ts ?? null, at: state.now() };
  const visibleTo = isPublic ? null : hook.userId;
  const reply: FakeSlackReply = { ...place, visibleTo, via: 'response_url', text, blocks, replaced: 0 };
  state.replies.push(reply);
  if (isPublic)
    state.messages.push({
      ...place,
      userId: state.botUserId,
      botId: state.botId,
      text,
      blocks,
      metadata: null,
      unfurls: {},
      pings: pingsIn({ text }, blocks),
      deleted: false,
    });
  return reply;
}

function badManners(body: Body, hook: FakeSlackHook): string[] {
  const found: string[] = [];
  if (body.response_type === undefined) found.push('an answer without response_type');
  if (body.replace_original === undefined) found.push('an answer that does not say whether it replaces');
  if (body.replace_original === true && hook.original === null) found.push('there is nothing to replace');
  if (body.unfurl_links !== false || body.unfurl_media !== false)
    found.push('unfurling was not switched off in an answer');
  if ((body.blocks ?? []).length > 0 && (body.text ?? '') === '') found.push('an answer without text');
  if (pingsIn({ text: body.text ?? '' }, body.blocks ?? []).length > 0)
    found.push('an answer mentions people');
  return found;
}

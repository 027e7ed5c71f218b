import { reencode } from './manners.js';
import type { FakeSlackMessage, State } from './state.js';

type Args = Readonly<Record<string, string>>;

/** One page of `messages`, which come in the order of the listing. A thread's parent is always shown. */
export function page(state: State, messages: readonly FakeSlackMessage[], args: Args): object {
  const oldest = Number(args['oldest'] ?? 0);
  const latest = Number(args['latest'] ?? Infinity);
  const inside = messages.filter(
    ({ ts }) => ts === args['ts'] || (Number(ts) > oldest && Number(ts) < latest),
  );
  const from = Number(args['cursor']?.replace(/^page:/, '') ?? 0);
  const asked = Number(args['limit'] ?? 100);
  const to = from + Math.max(1, Math.min(asked, state.history.pageSize));
  const more = to < inside.length;
  return {
    messages: inside.slice(from, to).map((message) => shown(state, message, args)),
    has_more: more,
    response_metadata: { next_cursor: more && !state.history.losesCursor ? `page:${to}` : '' },
  };
}

/** False while a message is too young to be listed. */
export function isListed(state: State, message: FakeSlackMessage): boolean {
  return message.at <= state.now() - state.history.lagMs;
}

// --- Internal helpers ---

function shown(state: State, message: FakeSlackMessage, args: Args): object {
  const { keepsMetadata, keepsBlockIds } = state.history;
  if (message.deleted)
    return { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', ts: message.ts, text: '' };
  const metadata = args['include_all_metadata'] === 'true' && keepsMetadata ? message.metadata : null;
  return {
    type: 'message',
    user: message.userId,
    ...(message.botId === null ? {} : { bot_id: message.botId, app_id: 'A0BROADSHT' }),
    team: state.teamId,
    ts: message.ts,
    text: reencode(message.text),
    blocks: message.blocks.map((block, index) => ({
      ...block,
      block_id: keepsBlockIds ? (block.block_id ?? `auto${index}`) : `new${index}`,
    })),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(metadata === null ? {} : { metadata }),
  };
}

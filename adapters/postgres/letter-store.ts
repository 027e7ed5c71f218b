import type { ChannelSettings } from '../../src/channels/channel.js';
import type { ClaimedLetter, LetterPatch, SubscriberStore } from '../../src/ports/subscriber-store.js';
import { json, type Query, type Sql, text } from './sql.js';

type LetterStore = Pick<
  SubscriberStore,
  'ask' | 'claimLetter' | 'settleLetter' | 'nextLetterAt' | 'asked' | 'prune'
>;

const AFTER = (parameter: string): string =>
  `broadsheet.clock() + ${parameter}::float8 * interval '1 millisecond'`;
/** A letter that could not be sent for a week is not sent any more: nobody remembers having asked. */
const YOUNG = `asked_at > broadsheet.clock() - interval '7 days'`;
/** One whose holder stopped may be there already: it is sent once more, and no further. */
const OPEN = `${YOUNG} and (state = 'pending' or (state = 'sending' and resends = 0))`;
const FREE_AT = `case state when 'sending' then lease_until else coalesce(not_before, asked_at) end`;

export function createLetterStore(sql: Sql): LetterStore {
  return {
    ask: (letter, mostADay, lifeMs) =>
      sql.transaction(async (query) => {
        // Whoever asks for the same mailbox at the same moment is counted, too.
        await query('select pg_advisory_xact_lock(hashtextextended($1, 0))::text', [
          `letters ${letter.mailboxHash}`,
        ]);
        const kept = await query<{ id: string }>(
          `insert into broadsheet.letters
             (id, kind, address, address_hash, mailbox_hash, settings, asked_at, expires_at, state)
           select $1, case when exists (select from broadsheet.subscribers where address_hash = $3)
               then 'known' else 'confirm' end, $2, $3, $4, $5, broadsheet.clock(), ${AFTER('$7')}, 'pending'
           where (select count(*) from broadsheet.letters
             where mailbox_hash = $4 and asked_at > broadsheet.clock() - interval '24 hours') < $6
           returning id`,
          [
            text(letter.id),
            letter.sealed,
            letter.addressHash,
            letter.mailboxHash,
            json(letter.settings),
            mostADay,
            lifeMs,
          ],
        );
        return kept.length > 0;
      }),

    claimLetter: (token, leaseMs, lifeMs) => sql.transaction((query) => claim(query, token, leaseMs, lifeMs)),

    settleLetter: (id, token, patch) => settle(sql.query, id, token, patch),

    nextLetterAt: async () => {
      const [next] = await sql.query<{ at: Date | null }>(
        `select min(${FREE_AT}) as at from broadsheet.letters where ${OPEN}`,
      );
      return next?.at ?? null;
    },

    asked: async (id) => {
      const [row] = await sql.query<{ settings: ChannelSettings }>(
        `select settings from broadsheet.letters
         where id = $1 and kind = 'confirm' and expires_at > broadsheet.clock()`,
        [text(id)],
      );
      return row?.settings ?? null;
    },

    prune: async () => {
      await sql.query('delete from broadsheet.letters where expires_at <= broadsheet.clock()');
    },
  };
}

// --- Internal helpers ---

async function claim(
  query: Query,
  token: string,
  leaseMs: number,
  lifeMs: number,
): Promise<ClaimedLetter | null> {
  const [letter] = await query<ClaimedLetter>(
    `update broadsheet.letters l set
       resends = case state when 'sending' then resends + 1 else resends end, state = 'sending',
       attempts = attempts + 1, claim_token = $1, lease_until = ${AFTER('$2')}, not_before = null,
       expires_at = ${AFTER('$3')}
     where id = (select id from broadsheet.letters where ${OPEN} and ${FREE_AT} <= broadsheet.clock()
       order by asked_at, id limit 1 for update skip locked)
     returning id, kind, address as sealed, attempts, resends, claim_token as token,
       (select s.id from broadsheet.subscribers s where s.address_hash = l.address_hash) as "subscriberId"`,
    [token, leaseMs, lifeMs],
  );
  return letter ?? null;
}

async function settle(query: Query, id: string, token: string, patch: LetterPatch): Promise<void> {
  const error = 'error' in patch ? text(patch.error) : null;
  const again = patch.state === 'pending' ? patch : null;
  await query(
    `update broadsheet.letters set state = $3, claim_token = null, lease_until = null, last_error = $4,
       not_before = ${AFTER('$5')}, resends = coalesce($6, resends)
     where id = $1 and claim_token = $2`,
    [id, token, patch.state, error, again?.waitMs ?? null, again?.resends ?? null],
  );
}

import type pg from 'pg';
import { createStores } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openHashPerson } from '../../src/commands/person-hash.js';
import { mergePaper } from '../../src/papers/merge.js';
import { setClock } from './databases.js';
import { putChannel } from './put-channel.js';
import {
  address,
  content,
  facts,
  minutesAfter,
  NOON,
  settings,
  sighting,
  threadParts,
  today,
  tomorrow,
} from './stored-things.js';

/** Who saved papers in `fillDatabase`. */
export const SAVER = { platform: 'slack', workspace: 'T1', id: 'U1' } as const;
export const CHANNEL_KEY = 'discord:11:22';
/** The number that the last digest had, which is gone. */
export const LAST_DIGEST = 41;

/** What a text may hold, and a format may get wrong. */
const AWKWARD = 'tab\t line\n "quoted" back\\slash {brace} NULL \u2028 \u0001 é 𝔸 日本 {"json": [1, null]}';
const WORDS = 'speech vision agents memory lattices retrieval policy graphs'.split(' ');

/**
 * Puts rows into every table that is kept, through the stores where they have a way, and stops the clock at noon:
 * papers of a week with votes, a channel that has had some of them, people, readers, and values that are hard to spell.
 * @param key seals what is secret
 */
export async function fillDatabase(pool: pg.Pool, key: string, papers = 120): Promise<void> {
  const stores = createStores(pool);
  await setClock(pool, NOON);
  await stores.papers.save(
    Array.from({ length: papers }, (_, index) => paperItems(index)).flat(),
    mergePaper,
  );
  await postDigest(pool);
  const hash = await openHashPerson({
    ...{ facts: stores.facts, sealer: createSealer(key) },
    newPepper: () => 'the pepper of this test',
  });
  const person = hash(SAVER.platform, SAVER.workspace, { id: SAVER.id });
  await stores.people.save(person, paperId(3), 'slack:T1');
  await stores.people.giveFeedback(CHANNEL_KEY, person, paperId(4), 'more');
  await fillTheRest(pool, createSealer(key).seal('ada@example.org', 'mail-address'));
}

/** What is asked of both places to see that they are alike. */
export function paperId(index: number): string {
  return `2611.${String(10_000 + index)}`;
}

// --- Internal helpers ---

function paperItems(index: number) {
  const id = paperId(index);
  const word = (offset: number): string => WORDS[(index * 3 + offset) % WORDS.length] ?? '';
  const listedOn = `2026-11-${String(23 - (index % 5))}`;
  const said = facts(id, {
    title: `${word(0)} and ${word(1)} number ${String(index)}`,
    abstract: index % 7 === 0 ? AWKWARD : `We study ${word(0)}, ${word(2)} and ${word(5)} with care.`,
    authors: index % 9 === 0 ? [] : ['Ada "Countess" Lovelace', 'O’Brien, {Flann}', 'Alan\\Turing'],
    categories: index % 2 === 0 ? ['cs.CL', 'cs.AI'] : ['cs.CV'],
    ...(index % 3 === 0 ? { keywords: [AWKWARD, ''] } : {}),
  });
  return [600, 300, 60].map((minutes, step) => ({
    facts: said,
    sighting: sighting(id, {
      listedOn,
      observedAt: minutesAfter(-minutes, new Date(`${listedOn}T11:00:00.123Z`)),
      signals: { upvotes: (step + 1) * (1 + ((index * 13) % 40)), comments: index % 4 },
    }),
  }));
}

/** A digest of today that was posted, one that is under way, and the numbers of some that are gone. */
async function postDigest(pool: pg.Pool): Promise<void> {
  const { channels, digests } = createStores(pool);
  const { channel } = await putChannel(channels, address, settings(), today, 'U9');
  await putChannel(channels, { platform: 'slack', workspace: 'T1', place: 'C1' }, settings(), tomorrow);
  const digest = await digests.openNow(channel.id);
  const parts = threadParts(paperId(0), paperId(1));
  await digests.freeze(digest, content(), parts, (position) => `${position}`.repeat(64));
  await pool.query(`
    update broadsheet.deliveries set state = 'sent', remote_id = 'm' || position, payload = '{"a":  1.50, "b" : "\\u00e9"}',
      last_send_at = '2026-11-23 11:59:59.123456+00', last_error = $$${AWKWARD}$$`);
  await pool.query(
    `update broadsheet.deliveries set state = 'unknown', claim_token = 't' where position = 3`,
  );
  await digests.close(digest.id, 'posted', null);
  await pool.query(
    `select setval(pg_get_serial_sequence('broadsheet.digests', 'id'), ${String(LAST_DIGEST)})`,
  );
}

async function fillTheRest(pool: pg.Pool, sealed: string): Promise<void> {
  const insert = (table: string, columns: string, ...values: readonly unknown[]): Promise<unknown> =>
    pool.query(
      `insert into broadsheet.${table} (${columns}) values (${values.map((_, index) => `$${String(index + 1)}`).join(', ')})`,
      [...values],
    );
  await insert('workspaces', 'platform, workspace, unfurl, prefer', 'slack', 'T1', false, 'delivery');
  const { rows } = await pool.query<{ id: number }>(`select max(id) as id from broadsheet.channels`);
  const subscriber = ['reader', rows[0]?.id, sealed, 'hash', NOON];
  await insert('subscribers', 'id, channel_id, address, address_hash, confirmed_at', ...subscriber);
  const letter = ['letter', 'confirm', sealed, 'hash', 'mailbox', '{ "zone":"UTC" }', NOON, NOON, 'pending'];
  const columns = 'id, kind, address, address_hash, mailbox_hash, settings, asked_at, expires_at, state';
  await insert('letters', columns, ...letter);
  const vector = [paperId(0), 'a model', 11, '10110011101', 'hash', NOON];
  await insert('paper_vectors', 'paper_id, model, dimensions, signs, text_hash, paper_version', ...vector);
  await insert('paper_vector_numbers', 'paper_id, numbers', paperId(0), Buffer.from([0, 255, 10, 92, 39]));
  await insert('attention_model', 'learned_at, skill, model', NOON, '{"gain":0.10}', 'not to be understood');
  await insert('learning_turn', 'taken_at', NOON);
  await insert('asked', 'source, subject, asked_at, note', 'github', AWKWARD, NOON, '{"etag":null}');
  await insert('source_state', 'source, last_ok_at, failures', 'huggingface', NOON, 0);
  await insert('http_validators', 'url, etag, stored_at', 'https://example.org/?a=1', 'W/"x"', NOON);
  await insert('paces', 'name, next_at', 'arxiv', NOON);
  await insert('answers', 'id, claimed_at', 'discord:11:22:1', NOON);
  await insert('views', 'id, body, created_at', 'v', '[1,  2]', NOON);
}

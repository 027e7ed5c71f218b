import type { Channel } from '../../src/channels/channel.js';
import type { Digest } from '../../src/digests/digest.js';
import type { DeliveryRecord } from '../../src/ports/delivery-store.js';
import type { LogLine } from '../jobs/recorder.js';
import type { FarSide, Taken } from './far-side.js';
import type { FaultLog } from './fault-log.js';
import { PAPERS, type Newsdesk } from './newsdesk.js';

/** What a round came to. Deliveries are messages: heads, threads, cards. */
export interface Verdict {
  readonly deliveries: number;
  readonly digests: number;
  readonly faulted: number;
  readonly killed: number;
  readonly faultedDigests: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Every other broken promise. */
  readonly broken: readonly string[];
  readonly outcomes: Readonly<Record<string, number>>;
  /** Deliveries left unknown for a person, with a reason. */
  readonly unknown: number;
}

export interface CheckInput {
  readonly desk: Pick<Newsdesk, 'stores'>;
  readonly side: FarSide;
  readonly faults: FaultLog;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly limits: readonly { readonly place: string; readonly from: number; readonly until: number }[];
  readonly lines: readonly LogLine[];
}

/** Holds the platform's own log against what every channel should have got, and the ledger against both. */
export async function check(input: CheckInput): Promise<Verdict> {
  const { desk, faults, channels } = input;
  const found: Found = { lost: [], doubled: [], broken: [] };
  const outcomes: Record<string, number> = {};
  let deliveries = 0;
  let unknown = 0;
  let faultedDigests = 0;
  const hit = new Set<string>();
  const killed = new Set<string>();
  for (const channel of channels.values()) {
    const [digest, ...others] = await desk.stores.digests.history(channel.id, 10);
    if (digest === undefined || others.length > 0) {
      found.lost.push(
        `${channel.key}: the slot was opened ${others.length + (digest === undefined ? 0 : 1)} times`,
      );
      continue;
    }
    const listed = await desk.stores.deliveries.list({ channelKey: channel.key, limit: 100 });
    const rows = listed.toSorted((a, b) => a.position - b.position);
    checkDigest({ ...input, channel, digest, rows }, found);
    outcomes[digest.outcome ?? 'none'] = (outcomes[digest.outcome ?? 'none'] ?? 0) + 1;
    deliveries += rows.length;
    unknown += rows.filter(({ state }) => state === 'unknown').length;
    const whole = faults.digests.has(digest.id);
    // What befell the digest as a whole befell the one message that was its turn.
    const turn = rows.slice(0, whole ? 1 : 0).map(({ key }) => key);
    for (const { key } of rows) {
      if (turn.includes(key) || faults.keys.has(key)) hit.add(key);
      if ((turn.includes(key) && faults.killedDigests.has(digest.id)) || faults.killedKeys.has(key))
        killed.add(key);
    }
    if (whole || rows.some(({ key }) => faults.keys.has(key))) faultedDigests += 1;
  }
  checkSecrets(input, found);
  const counts = {
    deliveries,
    digests: channels.size,
    faulted: hit.size,
    killed: killed.size,
    faultedDigests,
  };
  return { ...counts, ...found, outcomes, unknown };
}

// --- Internal helpers ---

interface Found {
  readonly lost: string[];
  readonly doubled: string[];
  readonly broken: string[];
}

interface One extends CheckInput {
  readonly channel: Channel;
  readonly digest: Digest;
  readonly rows: readonly DeliveryRecord[];
}

function checkDigest(one: One, found: Found): void {
  const { digest, channel, side, faults } = one;
  const taken = side.taken(channel.address);
  const meddled = faults.meddled.has(channel.address.place);
  const tell = (list: string[], what: string) => list.push(`${channel.key}: ${what}\n${story(one, taken)}`);
  if (digest.outcome === null) tell(found.lost, `the slot has no outcome, it is ${digest.status}`);
  else if (digest.outcome !== 'posted' && digest.reason === null)
    tell(found.broken, 'it ended without a reason');
  for (const { name, copies, row } of expected(one, taken)) {
    const visible = copies.filter((copy) => copy.visible);
    if (visible.length > 1) tell(found.doubled, `${visible.length} copies of ${name}`);
    const sent = row === undefined ? digest.outcome === 'posted' : row.state === 'sent';
    if (sent && visible.length === 0 && !meddled) tell(found.lost, `${name} is called sent and is not there`);
    if (row === undefined) continue;
    if (row.state === 'sent' && row.remoteId !== 'deleted' && !copies.some(({ id }) => id === row.remoteId))
      tell(found.broken, `${name} is called sent as ${row.remoteId ?? 'nothing'}, which was never taken`);
    const isOpen = row.state === 'unknown' && row.parked;
    if (visible.length > 0 && row.state !== 'sent' && !isOpen)
      tell(found.broken, `${name} is there, and the ledger calls it ${row.state}`);
    if (row.state !== 'sent' && (row.lastError ?? '') === '')
      tell(found.broken, `${name} is ${row.state} without a reason`);
    if (row.state === 'pending' || row.state === 'sending') tell(found.lost, `${name} is left ${row.state}`);
  }
  for (const what of [...disorder(one, taken), ...rash(one)]) tell(found.broken, what);
}

/** What has to be there, what is, and the ledger's row of it: by what people see, not by markers. */
function expected(
  { rows, channel }: One,
  taken: readonly Taken[],
): { name: string; copies: readonly Taken[]; row: DeliveryRecord | undefined }[] {
  const rowOf = (...kinds: string[]) => rows.find(({ kind }) => kinds.includes(kind));
  const head = {
    name: 'the head',
    copies: taken.filter(isList),
    row: rowOf('head', 'post'),
  };
  if (rowOf('head', 'post') === undefined) return [];
  const thread = rowOf('thread');
  const threads =
    thread === undefined
      ? []
      : [{ name: 'the thread', copies: taken.filter(({ kind }) => kind === 'thread'), row: thread }];
  if (channel.layout === 'compact') return [head];
  const cards = PAPERS.map((paper) => ({
    name: `the card of ${paper}`,
    copies: taken.filter(({ kind, text }) => kind === 'card' && text.includes(`abs/${paper}`)),
    row: rows.find(({ kind, paperIds }) => kind === 'card' && paperIds.includes(paper)),
  }));
  return [head, ...threads, ...cards];
}

/** A head shows its papers; notices to a channel do not. */
function isList({ kind, text }: Taken): boolean {
  return kind === 'head' && PAPERS.some((paper) => text.includes(`abs/${paper}`));
}

/** A part comes after every earlier one, unless a person has to be asked about that one. */
function disorder(one: One, taken: readonly Taken[]): readonly string[] {
  if (one.faults.meddled.has(one.channel.address.place)) return [];
  let last = 0;
  const wrong: string[] = [];
  const parts = expected(one, taken).sort((a, b) => (a.row?.position ?? 0) - (b.row?.position ?? 0));
  for (const { name, copies, row } of parts) {
    const first = copies[0]?.at;
    if (first === undefined || row?.state !== 'sent') continue;
    if (first < last) wrong.push(`${name} came before the part in front of it`);
    last = Math.max(last, first);
  }
  return wrong;
}

/** More requests than sends in the ledger, other words than the frozen ones, or calls within a Retry-After. */
function rash({ side, channel, rows, limits, faults }: One): readonly string[] {
  const asked = side.asked(channel.address);
  const wrong: string[] = [];
  for (const { key, kind, position, attempts } of rows) {
    if (kind === 'thread') continue;
    // After a pause nothing was sent of, the digest is made anew: what was refused before then has no row any more.
    if (faults.keys.get(key)?.includes('send: forbidden') === true) continue;
    const own = asked.filter(({ marker }) => marker === side.markerOf(key));
    if (own.length > attempts)
      wrong.push(`${kind} ${position} was sent ${own.length} times in ${attempts} claims`);
    if (new Set(own.map(({ body }) => body)).size > 1)
      wrong.push(`${kind} ${position} was not sent in the same words`);
  }
  for (const { from, until } of limits.filter(({ place }) => place === channel.address.place))
    if (asked.some(({ at }) => at > from && at < until)) wrong.push('it was called within Retry-After');
  return wrong;
}

/** No secret in a log line, an error, or a reason. */
function checkSecrets({ side, lines }: CheckInput, { broken }: Found): void {
  for (const secret of side.secrets)
    if (lines.some((line) => JSON.stringify(line).includes(secret))) broken.push('a secret is in the log');
}

/** What happened to a digest, for whoever has to find out why. */
function story({ digest, rows, faults }: One, taken: readonly Taken[]): string {
  const iso = (at: number) => new Date(at).toISOString().slice(11, 23);
  return [
    `  digest ${digest.id}: ${digest.outcome ?? digest.status}, ${digest.reason ?? ''}`,
    ...(faults.digests.get(digest.id) ?? []).map((what) => `    ${what}`),
    ...rows.flatMap(({ kind, position, state, attempts, resends, lastError, key }) => [
      `  ${kind} ${position}: ${state}, ${attempts} attempts, ${resends} resends, ${lastError ?? ''}`,
      ...(faults.keys.get(key) ?? []).map((what) => `    ${what}`),
    ]),
    ...taken.map(
      ({ kind, id, at, visible }) => `  taken ${iso(at)} ${kind} ${id}${visible ? '' : ' (deleted)'}`,
    ),
  ].join('\n');
}

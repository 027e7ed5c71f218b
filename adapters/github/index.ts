import { isHostDown, SourceError } from '../../src/papers/source-error.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { readEvery } from '../../src/papers/read-every.js';
import type { AskedStore } from '../../src/ports/asked-store.js';
import type { SignalPage, SignalRequest, SignalSource } from '../../src/ports/signal-source.js';
import type { HttpClient } from '../shared/http.js';
import { chooseWanted, linkedRepositories, type Wanted } from './choose.js';
import { askMany, GRAPH_BATCH } from './graphql.js';
import { askOne, type Told } from './rest.js';
import type { RepositoryNote } from './schema.js';

export const GITHUB = 'GitHub';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Stars do not change faster than is worth seeing. */
const LEAST_EVERY_MS = 10 * MINUTE;
/** Of the 60 requests an hour that an address has without a token (GitHub, "Rate limits for the REST API"); renames cost two. */
const FREE_PER_HOUR = 50;
/** Repositories per reading with a token, and after how long each is asked for again. */
const WITH_TOKEN = { most: 5 * GRAPH_BATCH, againMs: 55 * MINUTE } as const;
/** Without one: four times a day, so that the budget reaches three hundred repositories. */
const WITHOUT_TOKEN_AGAIN_MS = 6 * HOUR;
/** Answers kept at a time without a token. */
const PAGE = 10;
/** Repositories that fail one after the other before the reading is given up. */
const MOST_FAULTS = 3;

export interface GitHubOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** With one, a hundred repositories are asked for at a time. */
  readonly token: string | null;
  readonly http: HttpClient;
  readonly asked: AskedStore;
  /** How often it is read, milliseconds; at least ten minutes. */
  readonly everyMs: number;
}

/**
 * Stars of the repositories that papers link to. With a token by GraphQL, five hundred a reading; without one by
 * conditional requests, within the 60 an hour that everybody has, spent on the most promising papers first. A repository
 * that was renamed is followed; one that is gone or private has no stars and is asked for again after a week.
 */
export function createGitHubSource(options: GitHubOptions): SignalSource {
  const everyMs = Math.max(LEAST_EVERY_MS, options.everyMs);
  return {
    name: 'github',
    title: GITHUB,
    reachDays: 7,
    nextReadAt: readEvery(everyMs),
    read: (request) => readAll({ ...options, everyMs }, request),
  };
}

// --- Internal helpers ---

async function* readAll(options: GitHubOptions, request: SignalRequest): AsyncGenerator<SignalPage> {
  const linked = linkedRepositories(request.papers);
  const asked = await options.asked.asked(
    'github',
    linked.map(({ repository }) => repository.key),
  );
  const { token } = options;
  const free = Math.floor((FREE_PER_HOUR * Math.min(HOUR, options.everyMs)) / HOUR);
  const budget = token === null ? { most: Math.max(1, free), againMs: WITHOUT_TOKEN_AGAIN_MS } : WITH_TOKEN;
  const wanted = chooseWanted(linked, asked, { now: request.now, ...budget });
  if (token === null) yield* readOneByOne(options, wanted, request);
  else yield* readTogether({ ...options, token }, wanted, request);
}

async function* readTogether(
  options: GitHubOptions & { readonly token: string },
  wanted: readonly Wanted[],
  request: SignalRequest,
): AsyncGenerator<SignalPage> {
  for (let start = 0; start < wanted.length; start += GRAPH_BATCH) {
    const batch = wanted.slice(start, start + GRAPH_BATCH);
    const told = await askMany(options, batch, request.signal).catch((error: unknown) => {
      throw withTokenHint(error);
    });
    const answers = batch.map((one, index) => ({ one, told: told[index] ?? NOTHING }));
    yield pageOf(answers, request);
    await remember(options.asked, answers, request.now);
  }
}

interface Answered {
  readonly one: Wanted;
  readonly told: Told;
  readonly keep?: () => Promise<void>;
}

async function* readOneByOne(
  options: GitHubOptions,
  wanted: readonly Wanted[],
  request: SignalRequest,
): AsyncGenerator<SignalPage> {
  let answers: Answered[] = [];
  let read = 0;
  let faults = 0;
  let end: { readonly thrown: unknown } | null = null;
  for (const [index, one] of wanted.entries()) {
    try {
      answers.push({ one, ...(await askOne(options, one, request.signal)) });
      read += 1;
      faults = 0;
    } catch (error) {
      faults += 1;
      if (isHostDown(error) || !(error instanceof SourceError) || faults === MOST_FAULTS)
        end = { thrown: error };
      else answers.push({ one, told: { kind: 'odd', reason: error.message } });
    }
    if (end === null && answers.length < PAGE && index < wanted.length - 1) continue;
    yield pageOf(answers, request);
    await remember(options.asked, answers, request.now);
    answers = [];
    // An hour's requests that are used up, also by others at this address, are no fault: the rest has its turn later.
    if (end !== null && isThrottled(end.thrown) && read > 0) return;
    if (end !== null) throw end.thrown;
  }
}

function pageOf(answers: readonly Answered[], { now }: SignalRequest): SignalPage {
  const skipped = answers.flatMap(({ one, told }) =>
    told.kind === 'odd' ? [{ id: one.repository.key, reason: told.reason }] : [],
  );
  const sightings = answers.flatMap(({ one, told }) =>
    told.kind === 'there' ? one.paperIds.map((paperId) => sightingOf(paperId, told.stars, now)) : [],
  );
  return { sightings, skipped, label: `${answers.length} repositories` };
}

function sightingOf(paperId: string, githubStars: number, observedAt: Date): Sighting {
  return { paperId, source: 'github', list: 'catalogue', observedAt, signals: { githubStars } };
}

/** Once the page is kept: whoever asked for the next page has saved this one. What was odd is asked for again like the rest. */
async function remember(asked: AskedStore, answers: readonly Answered[], now: Date): Promise<void> {
  for (const { keep } of answers) await keep?.();
  const notes = answers.map(({ one, told }) => ({
    subject: one.repository.key,
    note: noteOf(told, one.note),
  }));
  await asked.noteAsked('github', notes, now);
}

function noteOf(told: Told, before: RepositoryNote | null): RepositoryNote | null {
  switch (told.kind) {
    case 'there':
      return { there: true, name: told.name, stars: told.stars };
    case 'gone':
      return { there: false };
    case 'odd':
      return before;
  }
}

const NOTHING: Told = { kind: 'odd', reason: 'GitHub said nothing of it' };

function isThrottled(error: unknown): boolean {
  return error instanceof SourceError && error.fault === 'throttled';
}

/** A refused token is the one fault that a person mends. */
function withTokenHint(error: unknown): unknown {
  if (!(error instanceof SourceError) || !/ answered 401\b/.test(error.message)) return error;
  const { message, fault, cause } = error;
  return new SourceError(message, {
    fault,
    retryable: false,
    hint: 'Check GITHUB_TOKEN, or remove it: then stars are asked for without one, fewer at a time.',
    cause,
  });
}

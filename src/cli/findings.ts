import { localTime } from '../digests/day.js';
import { platformOff } from '../channels/platform.js';
import type { Channel, ChannelAddress, Layout } from '../channels/channel.js';
import { AppError, describeError } from '../errors.js';
import type { PlaceReport, Problem, PublisherFor } from '../ports/publisher.js';
import { mailState } from '../subscriptions/mail-state.js';
import { compactNumber, countOf } from '../text/numbers.js';
import type { Embeddings } from '../wiring/embeddings.js';
import { discordStoppedFor } from '../wiring/refusals.js';
import type { Runtime } from '../wiring/runtime.js';
import { slotName } from './output.js';

/** One thing that was checked. */
export interface Finding {
  readonly name: string;
  /** What is so, when all is well. */
  readonly detail: string;
  readonly problems: readonly Problem[];
  /** True when its problems need nobody. Default false. */
  readonly optional?: boolean;
}

/** What is asked of the runtime here. */
interface Here {
  readonly publisherFor: PublisherFor;
  readonly stores: Pick<Runtime['stores'], 'digests' | 'pauses'>;
}

const CHECK_WITHIN_MS = 15_000;

/** Asks the platform whether everything a digest needs is allowed there. */
export async function checkChannel(channel: Channel, runtime: Here): Promise<Finding> {
  const problems: Problem[] = [];
  const { pause, address, layout, key } = channel;
  if (pause !== null)
    problems.push({ message: `paused: ${pause.reason}`, hint: `Then: broadsheet channels resume ${key}` });
  problems.push(...(await lastProblems(channel, runtime)));
  const publisher = await runtime.publisherFor(address.platform);
  if (publisher === null)
    return { name: key, detail: '', problems: [...problems, platformOff(address.platform)] };
  const seen = await attempt(key, 'Check the token and the network.', async () => {
    const report = await publisher.inspect(address, layout, AbortSignal.timeout(CHECK_WITHIN_MS));
    problems.push(...report.problems);
    if (report.name !== null) await runtime.stores.pauses.rename(address, report.name);
    return `${report.name ?? 'the place'}: everything needed is allowed.`;
  });
  return { ...seen, problems: [...problems, ...seen.problems] };
}

/** What the platform says of a place; nothing when it is off or cannot be asked. */
export async function inspectPlace(
  address: ChannelAddress,
  layout: Layout,
  runtime: Here,
): Promise<PlaceReport> {
  const publisher = await runtime.publisherFor(address.platform);
  const nothing: PlaceReport = { name: null, problems: [] };
  if (publisher === null) return nothing;
  return publisher.inspect(address, layout, AbortSignal.timeout(CHECK_WITHIN_MS)).catch(() => nothing);
}

/** No look at a place shows that it has no room for a thread: only the last digest tells. */
async function lastProblems({ id, key, layout }: Channel, { stores }: Here): Promise<readonly Problem[]> {
  if (layout !== 'thread') return [];
  const [last] = (await stores.digests.history(id, 5)).filter(({ outcome }) => outcome !== null);
  if (last?.outcome !== 'posted' || last.reason === null) return [];
  const hint = `Mend that, or have one message a day: broadsheet channels add ${key} --layout compact`;
  return [{ message: `the last digest, ${slotName(last.slot)}: ${last.reason}`, hint, harmless: true }];
}

/** That nothing is posted to Discord for a while, because it refused too much; null when that is not so. */
export async function refusalFinding({
  stores,
}: {
  readonly stores: Pick<Runtime['stores'], 'turns' | 'clock'>;
}): Promise<Finding | null> {
  const ms = await discordStoppedFor(stores);
  if (ms === 0) return null;
  const until = localTime(new Date((await stores.clock.now()).getTime() + ms), 'UTC');
  const message = `it refused too many requests of this bot (401, 403, 429): nothing is posted to it until ${until}, because it would ban this address.`;
  const hint =
    'Mend what it refuses: the token, or what is said of the channels below. It goes on by itself.';
  return { name: 'Discord', detail: '', problems: [{ message, hint }] };
}

/** Whether the endpoint serves, which model, and how many papers have vectors; null when search by meaning is off. */
export async function meaningFinding({ embeddings }: Pick<Runtime, 'embeddings'>): Promise<Finding | null> {
  if (embeddings === null) return null;
  const name = 'search by meaning';
  try {
    return { name, detail: await meaningInWords(embeddings), problems: [] };
  } catch (error) {
    const hint = 'Searches go by their words alone meanwhile. It is tried again by itself.';
    // What passes by itself needs nobody; a wrong key or model does.
    const optional = !(error instanceof AppError) || error.retryable;
    return { name, detail: '', problems: [{ message: describeError(error), hint }], optional };
  }
}

/** Whether the mail server serves, and how many read by mail; null when mail is off and nobody has subscribed. */
export async function mailFinding({
  config,
  stores,
  mail,
}: Pick<Runtime, 'config' | 'stores' | 'mail'>): Promise<Finding | null> {
  const name = 'E-mail';
  const { subscribers, paused, waiting } = await stores.subscribers.counts();
  const state = mailState(config);
  if (state.kind === 'off') {
    const isMissed = subscribers > 0 || state.why === 'no-links';
    return isMissed ? { name, detail: '', problems: [state] } : null;
  }
  const problems: Problem[] = [];
  const seen = await attempt(name, 'Check SMTP_URL and SECRET_KEY.', async () => {
    const report = await (await mail())?.check(AbortSignal.timeout(CHECK_WITHIN_MS));
    problems.push(...(report?.problems ?? []));
    const parts = [
      `${config.mail?.host ?? ''} answers`,
      countOf(subscribers, 'subscriber', 'subscribers'),
      ...(paused === 0 ? [] : [`${compactNumber(paused)} of them paused`]),
      ...(waiting === 0 ? [] : [`${countOf(waiting, 'letter waits', 'letters wait')} to be sent`]),
    ];
    return `${parts.join(', ')}.`;
  });
  return { ...seen, problems: [...problems, ...seen.problems] };
}

/** What `check` tells, or the error it throws as a problem. */
export async function attempt(name: string, hint: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { name, detail: await check(), problems: [] };
  } catch (error) {
    return { name, detail: '', problems: [{ message: describeError(error), hint }] };
  }
}

// --- Internal helpers ---

async function meaningInWords(embeddings: Embeddings): Promise<string> {
  const { dimensions, ms } = await embeddings.probe(AbortSignal.timeout(CHECK_WITHIN_MS));
  const { papers, vectors, refused, dimensions: kept } = await embeddings.status();
  const { model } = embeddings;
  if (kept !== null && kept !== dimensions)
    throw new AppError(`${model} gives vectors of ${dimensions} numbers now, and those kept have ${kept}.`, {
      code: 'source',
      hint: 'If that is meant: broadsheet embed --anew.',
    });
  const notTaken = refused === 0 ? '' : `, ${compactNumber(refused)} refused`;
  return `${model} answers in ${ms} ms; ${compactNumber(vectors)} of ${countOf(papers, 'paper', 'papers')} have vectors${notTaken}.`;
}

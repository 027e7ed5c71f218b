import { localTime } from '../digests/day.js';
import type { Channel } from '../channels/channel.js';
import { discordInviteLink } from '../wiring/registration.js';
import type { Runtime } from '../wiring/runtime.js';
import { offLines } from '../wiring/status.js';
import {
  attempt,
  checkChannel,
  mailFinding,
  meaningFinding,
  refusalFinding,
  type Finding,
} from './findings.js';
import type { Output } from './output.js';

/** Checks everything the bot stands on. @returns true when nothing needs a person */
export async function runDoctor(runtime: Runtime, json: boolean, output: Output): Promise<boolean> {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
    if (!json) print(finding, output);
  };
  add(settingsFinding(runtime));
  add(await databaseFinding(runtime));
  add(await queueFinding(runtime));
  for (const source of runtime.sources) add(await sourceFinding(source, runtime));
  if (runtime.sources.length === 0) add(NO_SOURCE);
  for (const source of runtime.signalSources) add(await sourceFinding(source, runtime, true));
  const meaning = await meaningFinding(runtime);
  if (meaning !== null) add(meaning);
  const invitation = await discordInvitation(runtime);
  if (invitation !== null) add(invitation);
  const refusals = runtime.config.discord === null ? null : await refusalFinding(runtime);
  if (refusals !== null) add(refusals);
  const mail = await mailFinding(runtime);
  if (mail !== null) add(mail);
  // Readers by mail are many, and what is said of the mail server is said of all of them.
  const all = await runtime.stores.channels.list();
  const channels = all.filter(({ address }) => address.platform !== 'email');
  for (const channel of channels) add(await checkChannel(channel, runtime));
  for (const platform of unusedPlatforms(channels, runtime)) add(noChannelFinding(platform));
  const well = findings.every(({ problems, optional }) => optional === true || problems.length === 0);
  if (json) output.json({ well, findings });
  else output.line(well ? 'All is well.' : 'Something needs you: see the lines marked with ✗.');
  return well;
}

const NO_SOURCE: Finding = {
  name: 'sources',
  detail: '',
  problems: [
    {
      message: 'every source is off, so there is nothing to post.',
      hint: 'Set HUGGINGFACE_URL or ARXIV_RSS_URL, or leave them out for the defaults.',
    },
  ],
};

// --- Internal helpers ---

function print({ name, detail, problems }: Finding, output: Output): void {
  if (problems.length === 0) output.line(`✓ ${name}: ${detail}`);
  for (const { message, hint } of problems) output.line(`✗ ${name}: ${message}\n    ${hint}`);
}

function settingsFinding({ config }: Runtime): Finding {
  const off = offLines(config).join(' ');
  const problems = config.warnings.map((message) => ({ message, hint: 'Mend or remove the variable.' }));
  return { name: 'settings', detail: off === '' ? 'everything is on.' : off, problems };
}

async function databaseFinding({ database }: Runtime): Promise<Finding> {
  return attempt('database', 'Check DATABASE_URL, and that the server runs.', async () => {
    await database.ping();
    return `${database.kind}, answers.`;
  });
}

async function queueFinding(runtime: Runtime): Promise<Finding> {
  const { redisUrl } = runtime.config;
  if (redisUrl === null) return { name: 'queue', detail: 'kept in the database.', problems: [] };
  return attempt('queue', 'Check REDIS_URL, and that Redis runs.', async () => {
    const { openJobs } = await import('../wiring/jobs.js');
    const jobs = await openJobs(runtime);
    try {
      await jobs.queue.ping();
      return 'Redis, answers.';
    } finally {
      await jobs.queue.close();
      await jobs.backend.close();
    }
  });
}

/** @param optional nothing stands on it: it is told, and needs nobody */
async function sourceFinding(
  source: Runtime['sources'][number] | Runtime['signalSources'][number],
  { stores }: Runtime,
  optional = false,
): Promise<Finding> {
  const state = await stores.sources.get(source.name);
  const read =
    state.lastOkAt === null
      ? 'not read yet; the bot does so when it starts, or now: broadsheet collect'
      : `last read ${localTime(state.lastOkAt, 'UTC')}.`;
  if (state.failingSince === null) return { name: source.title, detail: read, problems: [] };
  const since = localTime(state.failingSince, 'UTC');
  const message = `failing since ${since}: ${state.lastError ?? 'no reason was recorded'}`;
  const hint = 'Digests go out without it. It is tried again by itself; try now with: broadsheet collect';
  const detail = state.lastOkAt === null ? 'never read completely' : read;
  return { name: source.title, detail, problems: [{ message, hint }], ...(optional ? { optional } : {}) };
}

/** The link that invites the bot with exactly the rights it uses; null when Discord is off. */
async function discordInvitation(runtime: Runtime): Promise<Finding | null> {
  if (runtime.config.discord === null) return null;
  const hint = 'Check DISCORD_TOKEN and the network.';
  return attempt('Discord', hint, async () => `invite the bot with ${await discordInviteLink(runtime)}`);
}

/** Platforms that are on and have no channel: nothing was asked of them, so nothing is known of their tokens. */
function unusedPlatforms(channels: readonly Channel[], { config }: Runtime) {
  return (['discord', 'slack'] as const).filter(
    (platform) => config[platform] !== null && !channels.some(({ address }) => address.platform === platform),
  );
}

function noChannelFinding(platform: 'discord' | 'slack'): Finding {
  const key = platform === 'discord' ? 'discord:SERVER:CHANNEL' : 'slack:TEAM:CHANNEL';
  const hint = `Add one, which checks the token too: broadsheet channels add ${key} --time 09:00 --zone Europe/Berlin`;
  const name = platform === 'discord' ? 'Discord' : 'Slack';
  return { name, detail: '', problems: [{ message: 'no channel yet, so nothing is posted.', hint }] };
}

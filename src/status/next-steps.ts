import { cleanText } from '../text/clean.js';
import { countOf } from '../text/numbers.js';
import { truncate } from '../text/truncate.js';
import { SHOWN, type OperatorStatus, type PartStatus, type Told } from './operator-status.js';

/** One thing to do, the most urgent first. */
export interface Step {
  readonly text: string;
  /** A command of `broadsheet` that helps. */
  readonly command?: string;
}

/** A job that waits longer than this has no worker, seconds: the queues are empty within a minute at the busiest hour. */
export const STUCK_AFTER_S = 300;
/** A source may fail for so long before somebody should look, milliseconds: it is tried again every half hour at least. */
const FAILING_MS = 2 * 3_600_000;
/** Characters of what somebody else wrote. */
const LONGEST = 300;
/** Who was woken does three things, then looks again. */
const MOST = 3;

/** The two or three things to do next; empty when nothing needs anybody. Pure. */
export function nextSteps(status: OperatorStatus): readonly Step[] {
  const steps = [
    ...partSteps(status.parts),
    ...queueSteps(status),
    ...personSteps(status),
    ...pauseSteps(status),
    ...sourceSteps(status),
    ...digestSteps(status),
  ];
  return steps.slice(0, MOST);
}

// --- Internal helpers ---

const REPAIRS: Readonly<Record<string, string>> = {
  database:
    'Start the database, or correct DATABASE_URL. Nothing is lost; work goes on by itself when it answers.',
  queue: 'Start Redis, or correct REDIS_URL. Nothing is lost; work goes on by itself when it answers.',
  discord: 'Look at the token and at Discord’s status page.',
  slack: 'Look at the tokens and at Slack’s status page.',
};

function partSteps(parts: readonly PartStatus[]): readonly Step[] {
  return parts
    .filter(({ name, ok }) => !ok && name in REPAIRS)
    .map(({ name, detail }) => {
      const doctor = name === 'discord' || name === 'slack' ? { command: 'broadsheet doctor' } : {};
      return { text: `${name} does not serve: ${endWithStop(detail)} ${REPAIRS[name] ?? ''}`, ...doctor };
    });
}

function queueSteps({ queues }: OperatorStatus): readonly Step[] {
  const stuck = valueOf(queues)?.filter(({ oldestS }) => oldestS > STUCK_AFTER_S) ?? [];
  if (stuck.length === 0) return [];
  const names = stuck.map(({ name }) => name).join(', ');
  return [
    {
      text: `Jobs have waited for more than five minutes in ${names}. See that a process with the role worker runs, and what its log says.`,
    },
  ];
}

function personSteps({ forPerson }: OperatorStatus): readonly Step[] {
  const count = valueOf(forPerson)?.count ?? 0;
  if (count === 0) return [];
  return [
    {
      text: `${countOf(count, 'message waits', 'messages wait')} for you: look in the channel whether it is there, and say so.`,
      command: 'broadsheet deliveries list --state unknown',
    },
  ];
}

function pauseSteps({ paused }: OperatorStatus): readonly Step[] {
  const count = valueOf(paused)?.filter(({ by }) => by === 'platform').length ?? 0;
  if (count === 0) return [];
  const many = count < SHOWN ? countOf(count, 'channel is', 'channels are') : `${SHOWN} channels or more are`;
  return [
    {
      text: `${many} paused because the platform refuses to post there. The reasons are below, the repairs with the doctor; a channel goes on by itself when the cause is gone.`,
      command: 'broadsheet doctor',
    },
  ];
}

function sourceSteps({ sources, madeAt }: OperatorStatus): readonly Step[] {
  const failing = (valueOf(sources) ?? []).filter(
    ({ optional, state }) =>
      !optional &&
      state.failingSince !== null &&
      madeAt.getTime() - state.failingSince.getTime() > FAILING_MS,
  );
  return failing.map(({ title, state }) => ({
    text: `${title} has failed for hours: ${endWithStop(state.lastError ?? 'no reason was recorded')} Digests go out without it and say so. See whether this machine reaches it.`,
    command: 'broadsheet collect',
  }));
}

function digestSteps({ digests }: OperatorStatus): readonly Step[] {
  const ended = valueOf(digests)?.filter(({ end }) => end === 'failed') ?? [];
  const count = ended.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return [];
  return [
    {
      text: `${countOf(count, 'digest', 'digests')} failed within 24 hours. The log has a line “digest ended” with the reason for each.`,
      command: 'broadsheet channels list',
    },
  ];
}

function valueOf<T>(told: Told<T>): T | null {
  return 'value' in told ? told.value : null;
}

/** What somebody else wrote, as a sentence of ours. */
function endWithStop(said: string): string {
  const text = truncate(cleanText(said), LONGEST);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

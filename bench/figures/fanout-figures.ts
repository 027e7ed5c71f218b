import type { FanoutReport, LimitedReport } from '../fanout.js';
import type { Side } from '../support/fanout-side.js';
import { figure, ranOn, table } from './pages.js';

export interface FanoutResults {
  /** A run without and one with limited channels. */
  readonly limited: LimitedReport | null;
  readonly faulty: FanoutReport | null;
}

/** How long a minute with so many digests takes, undisturbed and disturbed. Null: nothing was measured. */
export function fanoutBlock({ limited, faulty }: FanoutResults): string | null {
  const runs = [
    ...(limited === null ? [] : [{ name: 'no fault', run: limited.without }]),
    ...(faulty === null
      ? []
      : [{ name: `${faulty.faults} % of all calls come to nothing known`, run: faulty }]),
  ];
  if (runs.length === 0) return null;
  const about = [limited, faulty].flatMap((report) => (report === null ? [] : [ranOn(report)]));
  return [
    table([
      ['run', 'Discord', 'Slack', 'ratio', 'lost', 'doubled', 'early after a 429'],
      ...runs.map(({ name, run: { sides, ratio } }) => [
        name,
        ...[sides.discord, sides.slack].map(sideInWords),
        figure(ratio, 2),
        ...(['lost', 'doubled', 'earlyCalls'] as const).map((what) =>
          String(sides.discord[what] + sides.slack[what]),
        ),
      ]),
    ]),
    ...(limited === null ? [] : [delaysOf(limited)]),
    [...new Set(about)].join(' '),
  ].join('\n\n');
}

// --- Internal helpers ---

function sideInWords({ channels, seconds, extraPerFault }: Side): string {
  const more =
    extraPerFault === null ? '' : `; others at most ${figure(extraPerFault.max, 0)} s more per fault`;
  return `${channels} channels in ${figure(seconds, 1)} s${more}`;
}

/** A true minus sign, so that a run that was quicker reads as one. */
function seconds(value: number): string {
  return figure(value, 2).replace('-', '−');
}

function delaysOf({ delays: { discord, slack } }: LimitedReport): string {
  return `One channel of each platform answered with 429 and ${discord.retryAfterSeconds} s to wait delays the middle one of the others by ${seconds(discord.median)} s on Discord and ${seconds(slack.median)} s on Slack, and the last one by ${seconds(discord.last)} s and ${seconds(slack.last)} s; below zero is earlier.`;
}

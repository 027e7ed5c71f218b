import { Counter, Gauge, type Registry } from 'prom-client';
import type { CountName } from '../../src/ports/tally.js';
import type { ReadableTally } from './tally.js';

/** The counts of `src/ports/tally.ts` as Prometheus knows them. */
const COUNTERS: Readonly<
  Record<CountName, readonly [name: string, help: string, labels: readonly string[]]>
> = {
  deliveries: [
    'broadsheet_deliveries_total',
    'Attempts to post a part of a digest, by platform and by how each ended.',
    ['platform', 'outcome'],
  ],
  looks: [
    'broadsheet_delivery_looks_total',
    'Looks for a message whose sending was uncertain, by what each told.',
    ['platform', 'outcome'],
  ],
  digests: ['broadsheet_digests_total', 'Digests that ended in this process, by outcome.', ['outcome']],
  letters: [
    'broadsheet_letters_total',
    'Letters about subscriptions by mail, by kind and by how each attempt ended.',
    ['kind', 'outcome'],
  ],
  readings: [
    'broadsheet_source_readings_total',
    'Readings of sources, by how each ended.',
    ['source', 'outcome'],
  ],
  jobs: ['broadsheet_jobs_total', 'Jobs run, by how each attempt ended.', ['queue', 'outcome']],
  waits: [
    'broadsheet_rate_limit_waits_total',
    'Calls that a rate limit made wait: for a turn near by, until later, or because the platform asked for it.',
    ['platform', 'kind'],
  ],
  waitSeconds: [
    'broadsheet_rate_limit_wait_seconds_total',
    'Time that calls waited here for their turn.',
    ['platform'],
  ],
};

/** Shows what is counted, as of the moment it is asked for. */
export function showTally(tally: ReadableTally, registers: Registry[]): void {
  for (const [count, [name, help, labelNames]] of Object.entries(COUNTERS))
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        for (const { labels, value } of tally.read(count as CountName)) this.inc({ ...labels }, value);
      },
    });
}

/** One value of a gauge. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What stands in the database and the queue, asked for whenever the metrics are read. */
export interface StateReaders {
  /** Jobs by queue and state. */
  queueJobs(): Promise<readonly Reading[]>;
  /** Seconds that the oldest job of each queue has waited beyond its time; 0 for an empty one. */
  queueAges(): Promise<readonly Reading[]>;
  /** Seconds since the last good reading of each source that was ever read. */
  sourceAges(): Promise<readonly Reading[]>;
  /** Readings of each source that failed in a row. */
  sourceFailures(): Promise<readonly Reading[]>;
  /** Channels by platform and state. */
  channels(): Promise<readonly Reading[]>;
  /** Messages that only a person can settle, by platform. */
  forPerson(): Promise<readonly Reading[]>;
}

const GAUGES: Readonly<
  Record<keyof StateReaders, readonly [name: string, help: string, labels: readonly string[]]>
> = {
  queueJobs: ['broadsheet_queue_jobs', 'Jobs in a queue: waiting, active or delayed.', ['queue', 'state']],
  queueAges: [
    'broadsheet_queue_oldest_waiting_seconds',
    'How long the oldest waiting job has waited beyond its time; 0 when none waits.',
    ['queue'],
  ],
  sourceAges: ['broadsheet_source_age_seconds', 'Time since the last good reading of a source.', ['source']],
  sourceFailures: [
    'broadsheet_source_failures',
    'Readings of a source that failed in a row; 0 when the last one was good.',
    ['source'],
  ],
  channels: ['broadsheet_channels', 'Channels, active or paused.', ['platform', 'state']],
  forPerson: [
    'broadsheet_deliveries_for_person',
    'Messages of which it cannot be told whether they are there: a person has to settle them.',
    ['platform'],
  ],
};

/** What cannot be read just now is left out, so that the rest of the page still comes. */
export function showState(readers: StateReaders, registers: Registry[]): void {
  for (const [state, [name, help, labelNames]] of Object.entries(GAUGES))
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        const readings = await readers[state as keyof StateReaders]().catch(() => []);
        this.reset();
        for (const { labels, value } of readings) this.set({ ...labels }, value);
      },
    });
}

/** The version as a label of a constant, as is usual. */
export function showVersion(version: string, registers: Registry[]): void {
  new Gauge({
    name: 'broadsheet_build_info',
    help: 'Always 1; its labels tell the versions that run.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version, node: process.versions.node }, 1);
}

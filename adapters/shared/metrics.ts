import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ChatPlatform } from '../../src/commands/request.js';
import type { CommandMetrics } from '../../src/ports/command-metrics.js';
import type { MeaningMetrics } from '../../src/ports/meaning-metrics.js';
import { showState, showTally, showVersion, type StateReaders } from './metrics-work.js';
import type { ReadableTally } from './tally.js';

/** Where dashboards and the budgets of the design (200 ms, 500 ms, 3 s) can be read off, seconds. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 3, 10];

/** What is counted and measured, and its text for whoever collects it. */
export interface Metrics extends CommandMetrics {
  /** Shows whether a platform is connected; asked whenever the metrics are read. */
  watchConnection(platform: ChatPlatform, isConnected: () => boolean): void;
  /** Shows what search by meaning does; asked whenever the metrics are read. */
  watchMeaning(meaning: MeaningMetrics): void;
  /** Shows what stands in database and queue; asked whenever the metrics are read. */
  watchState(readers: StateReaders): void;
  /** In the format of Prometheus. */
  read(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface MetricsOptions {
  /** What is counted elsewhere. Default: nothing. */
  readonly tally?: ReadableTally;
  /** Default: not told. */
  readonly version?: string;
}

/**
 * Metrics of this process, in a registry of their own. All names start with `broadsheet_`, but for those every Node
 * program has: `process_` and `nodejs_`, with memory, processor time, garbage collection and the lag of the event loop.
 */
export function createMetrics({ tally, version }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  if (tally !== undefined) showTally(tally, registers);
  if (version !== undefined) showVersion(version, registers);
  const commands = new Counter({
    name: 'broadsheet_commands_total',
    help: 'Commands by what became of them: accepted or refused on arrival, then answered, dropped or late.',
    labelNames: ['event', 'platform', 'outcome'],
    registers,
  });
  const acknowledge = new Histogram({
    name: 'broadsheet_command_acknowledge_seconds',
    help: 'From the arrival of a command to its acknowledgement.',
    labelNames: ['platform'],
    buckets: BUCKETS,
    registers,
  });
  const answer = new Histogram({
    name: 'broadsheet_command_answer_seconds',
    help: 'From taking a command in until the platform had the answer.',
    labelNames: ['platform'],
    buckets: BUCKETS,
    registers,
  });
  return {
    count: (event, platform, outcome) => commands.inc({ event, platform, outcome }),
    acknowledged: (platform, seconds) => acknowledge.observe({ platform }, seconds),
    answered: (platform, seconds) => answer.observe({ platform }, seconds),
    watchConnection: connectionGauge(registers),
    watchMeaning: (meaning) => watchMeaning(meaning, registers),
    watchState: (readers) => showState(readers, registers),
    read: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

// --- Internal helpers ---

function connectionGauge(registers: Registry[]): Metrics['watchConnection'] {
  const watched = new Map<ChatPlatform, () => boolean>();
  new Gauge({
    name: 'broadsheet_platform_connected',
    help: '1 while the gateway or socket of the platform is connected, else 0.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const [platform, isConnected] of watched) this.set({ platform }, isConnected() ? 1 : 0);
    },
  });
  return (platform, isConnected) => void watched.set(platform, isConnected);
}

function watchMeaning(meaning: MeaningMetrics, registers: Registry[]): void {
  new Counter({
    name: 'broadsheet_meaning_searches_total',
    help: 'Searches by what became of their meaning: fused with the words, too late, failed, or resting because the endpoint had failed.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(meaning.counts())) this.inc({ outcome }, count as number);
    },
  });
  new Gauge({
    name: 'broadsheet_papers_embedded',
    help: 'Papers with a vector of the model that is set, and papers without one.',
    labelNames: ['vector'],
    registers,
    async collect() {
      const status = await meaning.status().catch(() => null);
      this.reset();
      if (status === null) return;
      this.set({ vector: 'yes' }, status.vectors);
      this.set({ vector: 'no' }, status.papers - status.vectors);
    },
  });
}

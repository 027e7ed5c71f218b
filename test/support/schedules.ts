import { expect } from 'vitest';
import type { CliResult } from './bot-process.js';

/** Runs one command to its end. */
type Cli = (args: readonly string[]) => Promise<CliResult>;

/** Half a day from now: a channel that gets nothing by itself while a test runs. */
export function notNow(): readonly string[] {
  return ['--time', '00:00', '--zone', noonZone()];
}

/**
 * Adds a channel whose digest is due within the next minute or so. A minute that came before the command had ended is
 * no use; then it is given a later one.
 * @param options beside time and zone
 */
export async function addDueSoon(cli: Cli, key: string, ...options: readonly string[]): Promise<void> {
  for (let marginMs = 10_000; ; marginMs *= 2) {
    const due = new Date(Math.ceil((Date.now() + marginMs) / 60_000) * 60_000);
    const zone = noonZone();
    const time = due.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    const added = await cli(['channels', 'add', key, '--time', time, '--zone', zone, ...options]);
    expect(added.stdout + added.stderr).toMatch(/ is (added|changed)\./);
    if (Date.now() < due.getTime()) return;
  }
}

// --- Internal helpers ---

/** A zone where it is about noon, so that no local midnight falls into a test. */
function noonZone(): string {
  const offset = 12 - new Date().getUTCHours();
  // The sign of these names is the other way round: Etc/GMT-5 is five hours ahead of Greenwich.
  return offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

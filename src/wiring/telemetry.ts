import type { Telemetry } from '../../adapters/telemetry/index.js';
import type { Config } from '../config.js';
import type { Logger } from '../ports/logger.js';

/** Sends spans where a collector is set; null, and nothing is loaded, where none is. */
export async function openTelemetry(
  { traces }: Pick<Config, 'traces'>,
  version: string,
  logger: Logger,
): Promise<Telemetry | null> {
  if (traces === null) return null;
  const { createTelemetry } = await import('../../adapters/telemetry/index.js');
  return createTelemetry({ ...traces, version, logger: logger.child({ part: 'traces' }) });
}

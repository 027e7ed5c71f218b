import type { Telemetry } from 'bullmq';

/** Spans of what is enqueued and run, whose context goes along with each job. Loaded here, not at the start. */
export async function openJobTelemetry(version: string): Promise<Telemetry> {
  const { BullMQOtel } = await import('bullmq-otel');
  return new BullMQOtel({ tracerName: 'bullmq', version });
}

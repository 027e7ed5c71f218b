import { AsyncLocalStorage } from 'node:async_hooks';
import { context, diag, DiagLogLevel, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, RandomIdGenerator } from '@opentelemetry/sdk-trace-node';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Spans } from '../../src/ports/tracing.js';
import { redactText } from '../shared/redact.js';
import { exceptUpkeep } from './except-upkeep.js';

export interface TelemetryOptions {
  /** Base of the collector, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent with every request, e.g. the collector's key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface Telemetry extends Spans {
  /** Sends what is left, for two seconds at most. */
  stop(): Promise<void>;
}

/** Spans go out in batches, this often at the latest. Milliseconds. */
const SEND_EVERY_MS = 2_000;
const STOP_WITHIN_MS = 2_000;
const TELL_AGAIN_MS = 600_000;

/**
 * Sends spans to a collector by OTLP over HTTP, as JSON. Registers itself as the process's own tracing, which the
 * queue's spans use, too. Whatever goes wrong with it is one warning in ten minutes, and nothing waits for it.
 */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  tellFaults(options.logger);
  const wanted = new AsyncLocalStorage<string>();
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint}/v1/traces`,
    headers: { ...options.headers },
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
    }),
    idGenerator: idsOf(wanted),
    spanProcessors: [exceptUpkeep(new BatchSpanProcessor(exporter, { scheduledDelayMillis: SEND_EVERY_MS }))],
  });
  provider.register();
  const tracer = provider.getTracer('broadsheet', options.version);
  return {
    current: () => {
      const here = trace.getActiveSpan()?.spanContext();
      return here === undefined ? null : { trace: here.traceId, span: here.spanId };
    },
    rootedIn: (id, act) => wanted.run(id, act),
    span: (name, fields, act) =>
      tracer.startActiveSpan(name, { attributes: attributesOf(fields) }, async (span) => {
        try {
          return await act();
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      }),
    link: (others) => {
      for (const { trace: traceId, span: spanId } of others)
        trace.getActiveSpan()?.addLink({ context: { traceId, spanId, traceFlags: 1, isRemote: true } });
    },
    stop: async () => {
      const late = new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref());
      await Promise.race([provider.shutdown(), late]).catch(() => undefined);
      trace.disable();
      context.disable();
      diag.disable();
    },
  };
}

// --- Internal helpers ---

/** A trace that begins gets the id that is wanted for it. */
function idsOf(wanted: AsyncLocalStorage<string>): RandomIdGenerator {
  const ids = new RandomIdGenerator();
  const random = ids.generateTraceId;
  ids.generateTraceId = () => wanted.getStore() ?? random();
  return ids;
}

function attributesOf(fields: Readonly<Record<string, string | number>>) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`broadsheet.${name}`, value]));
}

function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(describeError(error)) });
}

function tellFaults(logger: Pick<Logger, 'warn'>): void {
  let toldAt = -Infinity;
  const tell = (...parts: readonly unknown[]): void => {
    if (performance.now() - toldAt < TELL_AGAIN_MS) return;
    toldAt = performance.now();
    const error = parts.map((part) => (typeof part === 'string' ? part : describeError(part))).join(' ');
    logger.warn({ error: error.slice(0, 500) }, 'traces could not be sent');
  };
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.ERROR,
  );
}

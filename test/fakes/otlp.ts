import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it came, its attributes as plain values. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** OTLP's numbers: 1 internal, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly service: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export interface FakeOtlp {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Headers of the last request. */
  headers(): IncomingMessage['headers'];
  /** What was not as OTLP over HTTP in JSON wants it. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number | string;
}
interface Wire {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: { key: string; value: Value }[] };
    readonly scopeSpans: {
      readonly spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        kind: number;
        attributes?: { key: string; value: Value }[];
        links?: { traceId: string; spanId: string }[];
      }[];
    }[];
  }[];
}

/** A collector that takes traces by OTLP over HTTP, in JSON, and keeps them. */
export async function startFakeOtlp(): Promise<FakeOtlp> {
  const spans: ReceivedSpan[] = [];
  const faults: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      headers = request.headers;
      if (request.method !== 'POST' || request.url !== '/v1/traces')
        faults.push(`${request.method ?? ''} ${request.url ?? ''}`);
      if (request.headers['content-type'] !== 'application/json') faults.push('not JSON');
      take(JSON.parse(Buffer.concat(parts).toString('utf8')) as Wire, spans, faults);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    faults,
    headers: () => headers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

// --- Internal helpers ---

function take({ resourceSpans }: Wire, spans: ReceivedSpan[], faults: string[]): void {
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = String(valuesOf(resource.attributes)['service.name']);
    for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
      const { traceId, spanId, parentSpanId, name, kind, attributes = [], links = [] } = span;
      if (!/^[0-9a-f]{32}$/.test(traceId) || !/^[0-9a-f]{16}$/.test(spanId)) faults.push(`ids of ${name}`);
      const parent = parentSpanId === undefined || parentSpanId === '' ? null : parentSpanId;
      const values = valuesOf(attributes);
      spans.push({
        traceId,
        spanId,
        parentSpanId: parent,
        name,
        kind,
        service,
        attributes: values,
        links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
      });
    }
  }
}

function valuesOf(attributes: { key: string; value: Value }[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
  );
}

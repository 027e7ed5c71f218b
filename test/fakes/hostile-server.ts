import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Far more than anybody may take: a reader without a bound fills its memory. */
const MORE_THAN_ENOUGH = 1_500_000_000;
/** Bytes of a body that is within what is taken. */
const MUCH = 6_000_000;
const BRACKETS = '['.repeat(MUCH / 2) + ']'.repeat(MUCH / 2);
const OBJECTS = `[${'{},'.repeat(MUCH / 3)}{}]`;
const PACKED = gzipSync(Buffer.alloc(1 << 24, 'x'));
const CHUNK = Buffer.alloc(1 << 18, 'x');

/** Ways to answer a request that do harm to whoever takes whatever comes. */
const WAYS = {
  /** Text without end. */
  endless: (response) => pour(response, CHUNK, {}),
  /** A few kilobytes that unpack to text without end. */
  packed: (response) => pour(response, PACKED, { 'content-encoding': 'gzip' }),
  /** A byte now and then. */
  drip: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  /** A head, and then nothing. */
  silent: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  },
  /** JSON that is well within the bound until it is parsed. */
  brackets: (response) => all(response, BRACKETS),
  objects: (response) => all(response, OBJECTS),
  /** An entity of entities of entities. */
  laughs: (response) => {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
    const head = `<!DOCTYPE lolz [<!ENTITY l0 "lol">${entities.join('')}]>`;
    all(response, `${head}<feed><title>&l9;</title></feed>`, 'application/atom+xml');
  },
  /** One text that a parser may put together character by character. */
  text: (response) =>
    all(response, `<feed><entry><id>${'x'.repeat(MUCH)}</id></entry></feed>`, 'application/atom+xml'),
  page: (response) => all(response, `<!DOCTYPE html><p>${'x'.repeat(100_000)}</p>`, 'text/html'),
} as const satisfies Readonly<Record<string, (response: ServerResponse) => void>>;

export type HostileWay = keyof typeof WAYS;

export interface HostileServer {
  /** The first part of a path says how it is answered: `${url}/endless/…`. */
  readonly url: string;
  close(): Promise<void>;
}

/** A server that means harm. */
export async function startHostileServer(): Promise<HostileServer> {
  const server = createServer((request, response) => {
    const way = (request.url ?? '').split('/')[1] ?? '';
    request.resume();
    if (way in WAYS) WAYS[way as HostileWay](response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// --- Internal helpers ---

function all(response: ServerResponse, body: string, type = 'application/json'): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}

/** As fast as the other side takes it. */
function pour(response: ServerResponse, chunk: Buffer, headers: Record<string, string>): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  let left = MORE_THAN_ENOUGH;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

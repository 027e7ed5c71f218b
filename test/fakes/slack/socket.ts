import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** The Socket Mode side of the fake. */
export interface FakeSocketMode {
  /** Gives out an address for one connection. */
  open(baseUrl: string): string;
  /** Live connections that were greeted. */
  connections(): number;
  /** Open connections, greeted or not. */
  sockets(): number;
  /** Connections greeted so far. */
  greeted(): number;
  /** False: connections are taken but not greeted. */
  setGreets(greets: boolean): void;
  /** Greets from now on, also those that are waiting for it. */
  greet(): void;
  /** The next thing is sent, and the line is cut before anybody can answer on it. */
  cutOnDelivery(): void;
  /** Asks every connection to come again, as Slack does every few hours. */
  refresh(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** From now on no connection reads or answers anything, a goodbye included. */
  freeze(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Sends this text or these bytes, whatever they are, to one connection. */
  send(frame: string | Uint8Array): void;
  /** Every envelope that was sent, in order. */
  readonly sent: readonly object[];
  /** Sends an envelope to one connection. Resolves with the answer in the acknowledgement; rejects after 5 s. */
  deliver(type: 'events_api' | 'slash_commands' | 'interactive', payload: object): Promise<unknown>;
  close(): void;
}

interface Ack {
  readonly envelope_id: string;
  readonly payload?: unknown;
}

export function attachSocketMode(server: Server): FakeSocketMode {
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const live = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const sent: object[] = [];
  let greeted = 0;
  let greets = true;
  let cuts = false;

  const greet = (socket: WebSocket) => {
    if (!greets || live.has(socket)) return;
    live.add(socket);
    greeted += 1;
    const debug_info = { host: 'applink-1', approximate_connection_time: 18_060 };
    socket.send(JSON.stringify({ type: 'hello', num_connections: live.size, debug_info }));
  };

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return void stream.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('close', () => live.delete(socket));
      socket.on('error', () => live.delete(socket));
      socket.on('message', (data: Buffer) => {
        const ack = JSON.parse(data.toString('utf8')) as Ack;
        waiting.get(ack.envelope_id)?.(ack.payload);
        waiting.delete(ack.envelope_id);
      });
      greet(socket);
    });
  });

  return {
    open(baseUrl) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${baseUrl}/link/?ticket=${ticket}&app_id=A0BROADSHT`;
    },
    connections: () => live.size,
    sockets: () => sockets.clients.size,
    greeted: () => greeted,
    setGreets(next) {
      greets = next;
    },
    greet() {
      greets = true;
      for (const socket of sockets.clients) greet(socket);
    },
    cutOnDelivery() {
      cuts = true;
    },
    refresh(reason = 'refresh_requested') {
      for (const socket of live) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
    },
    freeze() {
      for (const socket of sockets.clients) socket.pause();
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
    send: (frame) => [...live].at(-1)?.send(frame),
    sent,
    deliver(type, payload) {
      const socket = [...live].at(-1);
      if (socket === undefined) return Promise.reject(new Error('nobody is connected to the fake Slack'));
      const envelope_id = randomUUID();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no acknowledgement of ${type} within 5 s`)), 5_000);
        waiting.set(envelope_id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        const content = { envelope_id, type, payload, accepts_response_payload: true };
        const envelope = JSON.stringify(content);
        sent.push(content);
        if (cuts) socket.send(envelope, () => socket.close(1001));
        else socket.send(envelope);
        cuts = false;
      });
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

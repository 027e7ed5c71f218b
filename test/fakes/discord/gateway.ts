import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import type { State } from './state.js';
import { botUser, guildCreateJson } from './wire.js';

type Json = Record<string, unknown>;

export interface FakeGateway {
  /** Sends an event to every connected session. @returns how many there were */
  dispatch(event: string, data: unknown): number;
  /** Sends this text or these bytes, whatever they are, to every connected session. @returns how many there were */
  send(frame: string | Uint8Array): number;
  /** Sends this to the next session, before it is told of its servers. */
  interrupt(event: string, data: unknown): void;
  /** Every event that was sent, in order. */
  readonly sent: readonly { readonly event: string; readonly data: unknown }[];
  /** Sessions that are identified or resumed and still connected. */
  sessions(): number;
  /** The most sessions that were connected at one time. */
  mostSessions(): number;
  /** Waits for a session. */
  connected(withinMs?: number): Promise<void>;
  /** How often a session was opened anew, and how often one was resumed. */
  readonly counts: { identified: number; resumed: number };
  /** Closes every connection with this code (1006-like when omitted: cut without a close frame). */
  drop(code?: number): void;
  close(): void;
}

const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, invalid: 9, hello: 10, ack: 11 } as const;

/** Discord's gateway as far as a bot with the Guilds intent sees it. */
export function attachGateway(server: Server, state: State, url: () => string): FakeGateway {
  const sockets = new WebSocketServer({ noServer: true });
  const live = new Set<WebSocket>();
  let most = 0;
  const join = (socket: WebSocket): void => {
    live.add(socket);
    most = Math.max(most, live.size);
  };
  const known = new Set<string>();
  const counts = { identified: 0, resumed: 0 };
  const sequence = new Map<WebSocket, number>();
  const sent: { event: string; data: unknown }[] = [];
  const early: { event: string; data: unknown }[] = [];

  const send = (socket: WebSocket, event: string, data: unknown) => {
    const s = (sequence.get(socket) ?? 0) + 1;
    sequence.set(socket, s);
    sent.push({ event, data });
    socket.send(JSON.stringify({ op: OP.dispatch, t: event, s, d: data }));
  };

  const identify = (socket: WebSocket, data: Json) => {
    if (data['token'] !== state.token) {
      socket.close(4004, 'Authentication failed.');
      return;
    }
    const guilds = [...state.guilds.values()].filter((guild) => guild.joined);
    const session = state.newId();
    known.add(session);
    counts.identified += 1;
    join(socket);
    send(socket, 'READY', {
      v: 10,
      user: botUser(state),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session,
      resume_gateway_url: url(),
      shard: [0, 1],
      application: { id: state.appId, flags: 0 },
    });
    for (const { event, data: thing } of early.splice(0)) send(socket, event, thing);
    for (const guild of guilds) send(socket, 'GUILD_CREATE', guildCreateJson(state, guild));
  };

  const resume = (socket: WebSocket, data: Json) => {
    if (data['token'] !== state.token || !known.has(String(data['session_id']))) {
      socket.send(JSON.stringify({ op: OP.invalid, d: false }));
      return;
    }
    counts.resumed += 1;
    join(socket);
    sequence.set(socket, Number(data['seq']));
    send(socket, 'RESUMED', {});
  };

  sockets.on('connection', (socket: WebSocket) => {
    socket.on('close', () => live.delete(socket));
    socket.on('error', () => live.delete(socket));
    socket.on('message', (raw: Buffer) => {
      const { op, d } = JSON.parse(raw.toString()) as { op: number; d: Json };
      if (op === OP.heartbeat) socket.send(JSON.stringify({ op: OP.ack }));
      else if (op === OP.identify) identify(socket, d);
      else if (op === OP.resume) resume(socket, d);
    });
    socket.send(JSON.stringify({ op: OP.hello, d: { heartbeat_interval: 41_250 } }));
  });
  server.on('upgrade', (request, stream, head) => {
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });

  return {
    dispatch(event, data) {
      for (const socket of live) send(socket, event, data);
      return live.size;
    },
    send(frame) {
      for (const socket of live) socket.send(frame);
      return live.size;
    },
    interrupt: (event, data) => void early.push({ event, data }),
    sent,
    sessions: () => live.size,
    mostSessions: () => most,
    async connected(withinMs = 10_000) {
      const deadline = performance.now() + withinMs;
      while (live.size === 0) {
        if (performance.now() > deadline) throw new Error(`nobody connected within ${withinMs} ms`);
        await sleep(3);
      }
    },
    counts,
    drop(code) {
      for (const socket of sockets.clients) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

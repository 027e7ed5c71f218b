import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export type SmtpStageName = 'connect' | 'login' | 'from' | 'to' | 'data';

/** What befalls the next mail: a reply at one stage, or a line that breaks once the message is there, taken or lost. */
export type SmtpFault =
  | { readonly at: SmtpStageName; readonly reply: string; readonly to?: string }
  | { readonly at: 'after-data'; readonly kept: boolean };

export interface FakeSmtp {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly TakenMail[];
  /** Mails to one address. */
  to(address: string): readonly TakenMail[];
  /** Connections so far. */
  connections(): number;
  /** The next mail meets this; `times` default 1. */
  fail(fault: SmtpFault, times?: number): void;
  /** Nobody listens until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** A real SMTP server on the loopback. @param login asked for when given */
export async function startSmtp(login?: { user: string; pass: string }): Promise<FakeSmtp> {
  const mails: TakenMail[] = [];
  const faults: SmtpFault[] = [];
  const state = { connections: 0, port: 0 };
  let server: SMTPServer;
  const take = (at: SmtpFault['at'], address?: string): SmtpFault | null => {
    const index = faults.findIndex((fault) => fault.at === at && (!('to' in fault) || fault.to === address));
    return index < 0 ? null : (faults.splice(index, 1)[0] ?? null);
  };
  const refusal = (at: SmtpStageName, address?: string): Error | null => {
    const fault = take(at, address);
    if (fault === null || !('reply' in fault)) return null;
    const [code = '', ...words] = fault.reply.split(' ');
    return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
  };
  const drop = ({ id }: SMTPServerSession): void => {
    const open = server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> };
    for (const connection of open.connections) if (connection.id === id) connection._socket.destroy();
  };
  const make = (): SMTPServer =>
    new SMTPServer({
      disabledCommands: login === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
      authOptional: login === undefined,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      logger: false,
      onConnect: (_session, done) => {
        state.connections += 1;
        done(refusal('connect'));
      },
      onAuth: (auth, _session, done) => {
        const fault = refusal('login');
        if (fault !== null) done(fault);
        else if (auth.username === login?.user && auth.password === login?.pass) done(null, { user: 'bot' });
        else done(Object.assign(new Error('5.7.8 bad credentials'), { responseCode: 535 }));
      },
      onMailFrom: (_address, _session, done) => done(refusal('from')),
      onRcptTo: ({ address }, _session, done) => done(refusal('to', address)),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void finish(Buffer.concat(chunks), session, done));
      },
    });
  const finish = async (
    bytes: Buffer,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): Promise<void> => {
    const { envelope } = session;
    const refused = refusal('data');
    if (refused !== null) {
      done(refused);
      return;
    }
    const broken = take('after-data');
    if (broken === null || (broken.at === 'after-data' && broken.kept))
      mails.push({
        from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
        raw: bytes.toString('utf8'),
        parsed: await simpleParser(bytes),
      });
    if (broken === null) done();
    else drop(session);
  };
  const listen = async (): Promise<void> => {
    server = make();
    server.on('error', () => undefined);
    const listening = server.listen(state.port, '127.0.0.1');
    await once(listening, 'listening');
    state.port = (listening.address() as AddressInfo).port;
  };
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
  await listen();
  const who = login === undefined ? '' : `${login.user}:${encodeURIComponent(login.pass)}@`;
  return {
    url: `smtp://${who}127.0.0.1:${state.port}`,
    port: state.port,
    mails,
    to: (address) => mails.filter(({ to }) => to.includes(address)),
    connections: () => state.connections,
    fail: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    down: stop,
    up: listen,
    close: stop,
  };
}

import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type { MailConfig } from '../../src/config-rules.js';
import { isLoopback } from '../../src/public-address.js';
import { SmtpError, type SmtpStage } from './errors.js';
import { TIMEOUTS } from './limits.js';

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

/** A mail server. Every call opens a connection, does one thing and closes it; nothing is tried twice. */
export interface Smtp {
  /**
   * Hands one message in; resolves when the server has taken it.
   * @param mayLeave asked before the message leaves
   * @throws SmtpError that tells how far it came
   */
  submit(envelope: Envelope, message: Buffer, signal: AbortSignal, mayLeave?: () => boolean): Promise<void>;
  /** Connects and logs in. @throws SmtpError */
  verify(signal: AbortSignal): Promise<void>;
}

/** A password goes out unencrypted to this machine alone; TLS with a valid certificate is required otherwise. */
export function createSmtp({ host, port, secure, login }: Omit<MailConfig, 'from'>): Smtp {
  const options: SMTPConnection.Options = {
    host,
    port,
    secure,
    requireTLS: login !== null && !isLoopback(host),
    dnsTimeout: TIMEOUTS.dns,
    connectionTimeout: TIMEOUTS.connect,
    greetingTimeout: TIMEOUTS.greeting,
    socketTimeout: TIMEOUTS.silence,
    logger: false,
  };
  return {
    submit: (envelope, message, signal, mayLeave) =>
      converse(options, login, signal, async (session) => {
        if (mayLeave?.() === false) throw new SmtpError('envelope', null, 'STOOD_STILL');
        await hand(session, envelope, message);
      }),
    verify: (signal) => converse(options, login, signal, () => Promise.resolve()),
  };
}

// --- Internal helpers ---

interface Session {
  readonly connection: SMTPConnection;
  stage: SmtpStage;
  /** Settles as `step` does, or rejects when the connection fails meanwhile. */
  run(step: (done: (error?: Error | null) => void) => void): Promise<void>;
}

async function converse(
  options: SMTPConnection.Options,
  login: MailConfig['login'],
  signal: AbortSignal,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const connection = new SMTPConnection(options);
  const session = sessionOn(connection, signal);
  try {
    await session.run((done) => connection.connect(done));
    session.stage = 'login';
    if (login !== null) {
      const { user, password: pass } = login;
      await session.run((done) => connection.login({ user, pass }, done));
    }
    session.stage = 'envelope';
    await work(session);
    connection.quit();
  } catch (thrown) {
    connection.close();
    throw thrown instanceof SmtpError ? thrown : SmtpError.of(session.stage, thrown);
  }
}

function sessionOn(connection: SMTPConnection, signal: AbortSignal): Session {
  // The first failure is the cause; it may come before anybody waits for it.
  const failed = new Promise<never>((_, reject) => {
    connection.on('error', reject);
    connection.on('end', () => reject(new Error('The mail server ended the connection.')));
    const abort = (): void => reject(new Error('The mail server took too long.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  failed.catch(() => undefined);
  return {
    connection,
    stage: 'connect',
    run: async (step) => {
      const done = new Promise<void>((resolve, reject) => {
        step((error) => (error ? reject(error) : resolve()));
      });
      await Promise.race([done, failed]);
    },
  };
}

/** The message is read only once the server has asked for it: from there on nobody knows, until it answers. */
async function hand(session: Session, { from, to }: Envelope, message: Buffer): Promise<void> {
  const body = new Readable({
    read() {
      session.stage = 'message';
      this.push(message);
      this.push(null);
    },
  });
  const envelope = { from, to: [to], size: message.length };
  await session.run((done) => session.connection.send(envelope, body, done));
}

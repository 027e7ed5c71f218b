import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProcessOptions {
  readonly dataDir: string;
  readonly role: 'bot' | 'tool';
  readonly version?: string;
  readonly waitForOwnerMs?: number;
}

/** What a child said when it tried to open the database. */
export type Opening =
  | { readonly kind: 'open'; readonly ms: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly hint: string };

/** A real process with the compiled adapter on a data directory. */
export interface DatabaseProcess {
  readonly pid: number;
  /** How its opening went; waits for it. */
  readonly opening: Promise<Opening>;
  /** Runs one statement there. @throws when it fails or the process is gone */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Sends a signal and waits for the end; SIGKILL unless told. */
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Closes the database and ends. */
  close(): Promise<void>;
}

const ADAPTER = new URL('../../dist/adapters/postgres/index.js', import.meta.url).href;

const SCRIPT = `
import { createInterface } from 'node:readline';
import { openDatabase } from ${JSON.stringify(ADAPTER)};
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => logger };
const say = (value) => console.log(JSON.stringify(value));
const started = Date.now();
const options = { databaseUrl: null, logger, ...JSON.parse(process.argv[1]) };
const database = await openDatabase(options).catch((error) => {
  say({ kind: 'refused', code: error.code, message: error.message, hint: error.hint ?? '' });
  process.exit(1);
});
say({ kind: 'open', ms: Date.now() - started });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'close') break;
  say(await database.pool.query(line).then((result) => ({ rows: result.rows }), (error) => ({ error: error.message })));
}
await database.close();
process.exit(0);
`;

export function startDatabaseProcess(options: ProcessOptions): DatabaseProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--input-type=module', '-e', SCRIPT, JSON.stringify({ version: '1.0.0', ...options })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const answers: ((line: string | null) => void)[] = [];
  const early: string[] = [];
  if (child.stdout === null || child.stdin === null || child.pid === undefined)
    throw new Error('The child process did not start.');
  const input = child.stdin;
  input.on('error', () => undefined);
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      const waiting = answers.shift();
      if (waiting === undefined) early.push(line);
      else waiting(line);
    })
    .on('close', () => {
      for (const waiting of answers.splice(0)) waiting(null);
    });
  const nextLine = async (): Promise<unknown> => {
    const line = early.shift() ?? (await new Promise<string | null>((resolve) => answers.push(resolve)));
    if (line === null) throw new Error('The database process has ended.');
    return JSON.parse(line);
  };
  const opening = nextLine() as Promise<Opening>;
  opening.catch(() => undefined);
  return {
    pid: child.pid,
    opening,
    query: async (sql) => {
      input.write(`${sql.replaceAll('\n', ' ')}\n`);
      const answer = (await nextLine()) as { rows?: Record<string, unknown>[]; error?: string };
      if (answer.rows === undefined) throw new Error(answer.error);
      return answer.rows;
    },
    signal: (name) => child.kill(name),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      input.end('close\n');
      await ended;
    },
  };
}

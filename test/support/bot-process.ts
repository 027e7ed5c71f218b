import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url));

export type Env = Readonly<Record<string, string>>;

/** A bot as a process of its own, as people run it. */
export interface BotProcess {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout and stderr together match; rejects with all output after `ms`. */
  waitFor(pattern: RegExp, ms: number): Promise<void>;
  /** Sends the signal and waits for the end. @returns the exit code, null when killed */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Nothing of the caller's environment leaks in but what a process needs to run. */
function cleanEnv(env: Env): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, PORT: '0', LOG_LEVEL: 'debug', ...env };
}

export function startBot(env: Env, args: readonly string[] = ['start']): BotProcess {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    pid: child.pid ?? 0,
    stdout: () => out.stdout,
    stderr: () => out.stderr,
    waitFor: (pattern, ms) =>
      until(
        () => {
          if (pattern.test(out.stdout + out.stderr)) return true;
          if (child.exitCode !== null) throw new Error(`the bot ended early:\n${out.stdout}\n${out.stderr}`);
          return false;
        },
        ms,
        () => `${String(pattern)} was not printed:\n${out.stdout}\n${out.stderr}`,
      ),
    stop: (signal = 'SIGTERM') => stop(child, signal, ended),
  };
}

async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const code = await ended;
  clearTimeout(force);
  return code;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command to its end. */
export function runCli(args: readonly string[], env: Env, timeout = 60_000): Promise<CliResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env: cleanEnv(env), timeout }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Polls until `test` is true. @throws with `describe()` after `ms` */
export async function until(
  test: () => boolean | Promise<boolean>,
  ms: number,
  describe: () => string,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A folder of its own, removed by the caller's `afterAll`. */
export async function scratchFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'broadsheet-e2e-'));
  // A process that was just told to end may still write one last file.
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 10 }) };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../../src/config.js';
import { atExit } from './at-exit.js';

export const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url));

export type Env = Readonly<Record<string, string>>;

/** A bot as a process of its own, as people run it. */
export interface BotProcess {
  readonly pid: number;
  /** False once it has ended, whatever ended it. */
  runs(): boolean;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout and stderr together match; rejects with all output after `ms`. */
  waitFor(pattern: RegExp, ms: number): Promise<void>;
  /** Sends the signal and waits for the end. @returns the exit code, null when killed */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Sources that tests do not switch off one by one: nothing they start asks the network. */
const SIGNALS_OFF: Env = { GITHUB_API_URL: '', HACKERNEWS_API_URL: '', SEMANTIC_SCHOLAR_API_URL: '' };

/** Nothing of the caller's environment leaks in but what a process needs to run. */
export function cleanEnv(env: Env): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, PORT: '0', LOG_LEVEL: 'debug', ...SIGNALS_OFF, ...env };
}

/**
 * The same for a process that has to run in a folder with a `.env`: every setting is there, empty unless given, and what
 * is there the file does not change. Sources are off.
 */
export function shieldedEnv(env: Env): NodeJS.ProcessEnv {
  const empty = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, '']));
  return cleanEnv({ ...empty, PORT: '0', ...env });
}

interface Launched {
  readonly child: ChildProcess;
  readonly out: { stdout: string; stderr: string };
  /** Resolves with the exit code, null when killed, once all output is there. */
  readonly ended: Promise<number | null>;
}

/** The program in an empty folder of its own: a developer's `.env` must not decide what the tests do. */
function launch(args: readonly string[], env: Env): Launched {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-cwd-'));
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const clear = (): void => rmSync(cwd, { recursive: true, force: true, maxRetries: 10 });
  const spare = atExit(() => {
    child.kill('SIGKILL');
    clear();
  });
  void ended.then(() => {
    spare();
    clear();
  });
  return { child, out, ended };
}

export function startBot(env: Env, args: readonly string[] = ['start']): BotProcess {
  const { child, out, ended } = launch(args, env);
  return {
    pid: child.pid ?? 0,
    runs: () => !hasEnded(child),
    stdout: () => out.stdout,
    stderr: () => out.stderr,
    waitFor: (pattern, ms) =>
      until(
        () => {
          if (pattern.test(out.stdout + out.stderr)) return true;
          if (hasEnded(child)) throw new Error(`the bot ended early:\n${out.stdout}\n${out.stderr}`);
          return false;
        },
        ms,
        () => `${String(pattern)} was not printed:\n${out.stdout}\n${out.stderr}`,
      ),
    stop: (signal = 'SIGTERM') => stop(child, signal, ended),
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  if (!hasEnded(child)) child.kill(signal);
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

/** Runs one command to its end; one that has not ended after `limitMs` is killed, which gives code -1. */
export async function runCli(args: readonly string[], env: Env, limitMs = 120_000): Promise<CliResult> {
  const { child, out, ended } = launch(args, env);
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const code = await ended;
  clearTimeout(limit);
  return { code: code ?? -1, ...out };
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
  const away = { recursive: true, force: true, maxRetries: 10 };
  const spare = atExit(() => rmSync(path, away));
  return { path, remove: () => rm(path, away).then(spare) };
}

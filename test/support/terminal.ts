import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { atExit } from './at-exit.js';
import { CLI, cleanEnv, until, type Env } from './bot-process.js';

/** A person at a terminal in front of the program. */
export interface Terminal {
  /** Waits until this stands on the screen below what was waited for before. */
  sees(text: string, ms?: number): Promise<void>;
  /** Types something, and Enter. */
  enters(text?: string): void;
  /** Presses keys: `down`, `space`, `ctrlC`, or what is given. */
  presses(...keys: readonly (keyof typeof KEYS)[]): void;
  /** All that was on the screen, without colours. */
  screen(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const KEYS = {
  down: '\u001b[B',
  up: '\u001b[A',
  space: ' ',
  enter: '\r',
  ctrlC: '\u0003',
  backspace: '\u007f',
};

/** Runs one command in a pseudo terminal (util-linux's `script`), in a folder. */
export function atTerminal(args: readonly string[], env: Env, cwd: string): Terminal {
  const command = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qfec', `stty cols 120 rows 50; exec ${command}`, '/dev/null'], {
    cwd,
    env: { ...cleanEnv(env), SHELL: '/bin/sh', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (raw += text));
  const screen = (): string => stripVTControlCharacters(raw);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  const spare = atExit(() => child.kill('SIGKILL'));
  void ended.then(spare, spare);
  return {
    screen,
    ended,
    sees: (text, ms = 30_000) =>
      until(
        () => {
          const at = screen().indexOf(text, seen);
          if (at === -1) return false;
          seen = at + text.length;
          return true;
        },
        ms,
        () => `"${text}" is not on the screen:\n${screen().slice(seen)}`,
      ),
    enters: (text = '') => void child.stdin.write(`${text}\r`),
    presses: (...keys) => void child.stdin.write(keys.map((key) => KEYS[key]).join('')),
  };
}

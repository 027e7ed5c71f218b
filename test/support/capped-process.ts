import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Capped {
  /** Null when it was killed. */
  readonly code: number | null;
  /** What it printed, one value per line of JSON. */
  readonly lines: readonly unknown[];
  readonly stderr: string;
}

/**
 * Runs a script of this folder in a process whose heap may not grow beyond `heapMb`: one that lets it grow ends with a
 * fatal error. @param input handed to the script as JSON
 */
export function runCapped(script: string, input: object, heapMb: number): Promise<Capped> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = [`--max-old-space-size=${heapMb}`, path, JSON.stringify(input)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 120_000, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, lines: lines.map((line) => JSON.parse(line) as unknown), stderr });
    });
  });
}

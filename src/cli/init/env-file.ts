import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError, describeError } from '../../errors.js';
import type { SettingName } from '../../setup/check-setting.js';
import { withSettings, type Settings } from '../../setup/env-text.js';

export interface EnvFileOptions {
  /** The `.env`; made when it is first written. */
  readonly path: string;
  /** What a new one begins with: `.env.example`. */
  readonly template: string;
  /** The process's own variables, those of the file included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked before a value that is there is exchanged. */
  readonly mayReplace: (name: string) => Promise<boolean>;
}

/** The settings as they are now, and where they are kept. */
export interface EnvFile {
  /** Trimmed; undefined when unset or empty. */
  value(name: string): string | undefined;
  /** True when the environment itself sets it, which counts before the file. */
  fromOutside(name: string): boolean;
  /**
   * Writes settings at once, whole or not at all, for nobody else to read.
   * @returns false when the person would rather keep a value that is there: then nothing is written
   * @throws AppError `config` when the file cannot be written, or would not be read as meant
   */
  keep(settings: Partial<Readonly<Record<SettingName | 'POSTGRES_PASSWORD', string>>>): Promise<boolean>;
  /** The environment with what the file says now. */
  merged(): NodeJS.ProcessEnv;
}

/** @throws AppError `config` when there is a `.env` that cannot be read */
export async function openEnvFile(options: EnvFileOptions): Promise<EnvFile> {
  const { path, env } = options;
  let file = parseEnv((await readText(path)) ?? '');
  /** What was in the environment before the file was loaded into it. */
  const outside = Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== file[name]));
  const merged = (): NodeJS.ProcessEnv => ({ ...file, ...outside });
  const value = (name: string): string | undefined => {
    const set = merged()[name]?.trim();
    return set === '' ? undefined : set;
  };
  return {
    value,
    fromOutside: (name) => outside[name] !== undefined,
    merged,
    async keep(settings) {
      const text = await readText(path);
      const before = parseEnv(text ?? '');
      const wanted = Object.entries(settings).filter(([name, next]) => before[name] !== next);
      for (const [name] of wanted)
        if ((before[name] ?? '') !== '' && !(await options.mayReplace(name))) return false;
      if (wanted.length > 0) {
        const changes = Object.fromEntries(wanted);
        await writeText(path, changed(text ?? options.template, changes, path));
      }
      file = parseEnv((await readText(path)) ?? '');
      return true;
    },
  };
}

// --- Internal helpers ---

/** The new text, proven to say what is meant and nothing else. */
function changed(text: string, settings: Settings, path: string): string {
  const after = withSettings(text, settings);
  // Node takes a last comment that has no line end for a setting.
  const expected = { ...parseEnv(`${text}\n`), ...settings };
  const read = parseEnv(after);
  const names = new Set([...Object.keys(expected), ...Object.keys(read)]);
  const wrong = [...names].filter((name) => expected[name] !== read[name]);
  if (wrong.length === 0) return after;
  throw new AppError(`${path} cannot be changed without changing ${wrong.join(', ')}, too.`, {
    code: 'config',
    hint: `Mend its lines by hand, and add: ${Object.keys(settings).join(', ')}.`,
  });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError(`${path} cannot be read: ${describeError(cause)}.`, { code: 'config', cause });
  }
}

/** Beside the old file first, then in its place: whoever reads it finds the one or the other, whole. */
async function writeText(path: string, text: string): Promise<void> {
  // A link stays one: what it leads to is exchanged.
  const target = await realpath(path).catch(() => path);
  const beside = join(dirname(target), `.env.${process.pid}.new`);
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AppError(`${path} cannot be written: ${describeError(cause)}.`, {
      code: 'config',
      hint: 'Run this in a folder that you may write to.',
      cause,
    });
  }
}

import { AppError } from '../../../src/errors.js';

const WHY: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  ENOENT: ['there is no such file or folder', 'Name a file, in a folder that exists.'],
  EISDIR: ['it is a folder', 'Name a file in it.'],
  ENOTDIR: ['part of its path is a file', 'Name a file, in a folder that exists.'],
  EACCES: ['no permission', 'Give this user the right to it, or name another place.'],
  EPERM: ['no permission', 'Give this user the right to it, or name another place.'],
  EROFS: ['it is on a read-only file system', 'Name another place.'],
  ENOSPC: ['the disk is full', 'Make room, or name another place.'],
  EDQUOT: ['the quota is used up', 'Make room, or name another place.'],
};

/** A file that cannot be read or written, as a sentence. */
export function fileFault(path: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const [why, hint] = WHY[code] ?? [
    cause instanceof Error ? cause.message : String(cause),
    'Look at the disk.',
  ];
  return new AppError(`${path} cannot be used: ${why}.`, { code: 'usage', hint, cause });
}

const MAKE_ANEW = 'Nothing was imported from it. Copy it once more, or export again.';

export function cutOff(path: string): AppError {
  return new AppError(`${path} is cut off: its end is missing.`, {
    code: 'invalid-payload',
    hint: MAKE_ANEW,
  });
}

export function damaged(path: string, what: string, cause?: unknown): AppError {
  return new AppError(`${path} is damaged: ${what}.`, { code: 'invalid-payload', hint: MAKE_ANEW, cause });
}

export function noExport(path: string): AppError {
  return new AppError(`${path} is no export of Broadsheet.`, {
    code: 'usage',
    hint: 'Name a file that broadsheet export has written.',
  });
}

import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Says which process this is in a way that a later process with the same pid cannot be taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, as its system words it; null when the system does not tell. */
  readonly startedAt: string | null;
  readonly host: string;
  /** Set of pids this one is counted in (a container has its own); null when the system does not tell. */
  readonly pidSpace: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid), host: hostname(), pidSpace: pidSpace() };
}

/**
 * Whether that process is still there.
 * @returns null when it cannot be seen from here: another machine, or another container
 */
export function isAlive(other: ProcessIdentity): boolean | null {
  const self = thisProcess();
  if (other.host !== self.host || other.pidSpace !== self.pidSpace) return null;
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const startedAt = startOf(other.pid);
  return startedAt === null || other.startedAt === null || startedAt === other.startedAt;
}

/** Linux tells in /proc (field 22 of stat, ticks since boot; proc(5)); elsewhere `ps` does. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in field 2 may hold blanks and brackets: count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, though its number is not free yet.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return startByPs(pid);
  }
}

function startByPs(pid: number): string | null {
  try {
    const answer = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.trim() === '' ? null : answer.trim();
  } catch {
    return null;
  }
}

function pidSpace(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

import type { Runtime } from '../wiring/runtime.js';

/** Opens what a command needs, beside a running bot or alone, and closes it whatever happens. */
export async function withRuntime<T>(
  work: (runtime: Runtime) => Promise<T>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<T> {
  const { openRuntime } = await import('../wiring/runtime.js');
  const progress = (line: string): boolean => process.stderr.write(`${line}\n`);
  const runtime = await openRuntime({
    env: { LOG_LEVEL: 'error', ...env },
    role: 'tool',
    onProgress: progress,
  });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

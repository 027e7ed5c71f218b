/** A stop takes at most this long, whatever hangs: containers are killed after ten seconds. */
const STOP_WITHIN_MS = 9_000;
const PARENT_EVERY_MS = 500;

/**
 * Resolves with what asks the bot to stop: SIGTERM, SIGINT, or the end of the npm that started it. An npm that was
 * killed passes no signal on; without this the bot would go on unseen and keep the next one from starting.
 * @param stop aborted at the same moment; a second signal ends the process at once
 */
export function stopSignal(stop: AbortController, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    const take = (cause: string): void => {
      giveUpLater();
      stop.abort();
      resolve(cause);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, take);
    if (env['npm_lifecycle_event'] !== undefined) whenParentEnds(() => take('npm has ended'));
  });
}

/** Ends the process when stopping takes too long. */
export function giveUpLater(): void {
  const giveUp = (): void => {
    process.stderr.write('Stopping took too long; what was under way is settled at the next start.\n');
    process.exit(1);
  };
  setTimeout(giveUp, STOP_WITHIN_MS).unref();
}

function whenParentEnds(act: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, PARENT_EVERY_MS);
  watch.unref();
}

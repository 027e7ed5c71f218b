import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeBenches, compose, noting, openBench, SOON_OVER, type Bench } from './harness.js';
import { places, type OpenPlace } from './places.js';
import { pause, until } from './recorder.js';

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));
const children = new Set<ChildProcess>();

interface Started {
  /** Grows with every job it starts. */
  readonly ran: string[];
  isReady(): boolean;
  kill(): Promise<void>;
}

/** Starts workers in a process of their own. */
function startProcess(
  { redisUrl, poolOptions }: OpenPlace,
  options: { readonly prefix: string; readonly holdMs: number; readonly tuning?: typeof SOON_OVER },
): Started {
  const setUp = { redisUrl, poolOptions: poolOptions ?? null, ...options };
  const child = spawn(process.execPath, [script, JSON.stringify(setUp)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ran: string[] = [];
  let ready = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'ready') ready = true;
    else ran.push(line);
  });
  const kill = async () => {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return { ran, isReady: () => ready, kill };
}

async function enqueueMany(bench: Bench, count: number): Promise<void> {
  for (let digestId = 1; digestId <= count; digestId += 1)
    await bench.queue.enqueue(compose(digestId), { id: `compose-${digestId}` });
}

describe.each(places.filter((kind) => kind.shared))('several processes on $name', (kind) => {
  let place: OpenPlace;

  beforeAll(async () => {
    place = await kind.open();
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    await closeBenches();
  });
  afterAll(() => place.close());

  it('share the work, and no job is run by both', async () => {
    const bench = await openBench(place);
    const options = { prefix: bench.prefix, holdMs: 20 };
    const [one, two] = [startProcess(place, options), startProcess(place, options)];
    const ran = () => [...one.ran, ...two.ran];
    await until(() => one.isReady() && two.isReady(), 'the processes to be ready');
    // Ready is not yet connected: until each has had a job there is no telling who gets the others.
    let asked = 0;
    while ((one.ran.length === 0 || two.ran.length === 0) && asked < 1000) {
      asked += 1;
      await bench.queue.enqueue(compose(1000 + asked), { id: `first-${asked}` });
      await pause(20);
    }
    await enqueueMany(bench, 80);
    await until(() => ran().length === asked + 80, 'all jobs');
    await bench.empty();
    expect(new Set(ran()).size).toBe(asked + 80);
    expect(one.ran.length).toBeGreaterThan(0);
    expect(two.ran.length).toBeGreaterThan(0);
  });

  it('take over the jobs of one that was killed', async () => {
    const bench = await openBench(place);
    const doomed = startProcess(place, {
      prefix: bench.prefix,
      holdMs: 3_600_000,
      tuning: SOON_OVER,
    });
    await enqueueMany(bench, 3);
    await until(() => doomed.ran.length === 2, 'the process to hold two jobs');
    await doomed.kill();
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await until(() => new Set(seen.map((job) => JSON.stringify(job))).size === 3, 'all three jobs');
    await bench.empty();
    expect(seen).toHaveLength(3);
  });
});

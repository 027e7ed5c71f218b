import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeBenches, compose, noting, openBench, type Bench } from './harness.js';
import { places, type OpenPlace } from './places.js';
import { until } from './recorder.js';

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));
const children = new Set<ChildProcess>();

/** Starts workers in a process of their own. `ran` grows with every job it starts. */
function startProcess(
  place: OpenPlace,
  prefix: string,
  holdMs: number,
): { ran: string[]; kill: () => Promise<void> } {
  const setUp = { redisUrl: place.redisUrl, poolOptions: place.poolOptions ?? null, prefix, holdMs };
  const child = spawn(process.execPath, [script, JSON.stringify(setUp)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ran: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => ran.push(line));
  const kill = async () => {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return { ran, kill };
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
    const [one, two] = [startProcess(place, bench.prefix, 20), startProcess(place, bench.prefix, 20)];
    const ran = () => [...one.ran, ...two.ran];
    await bench.queue.enqueue(compose(1001), { id: 'first' });
    await bench.queue.enqueue(compose(1002), { id: 'second' });
    await until(() => ran().length === 2, 'the processes to be ready');
    await enqueueMany(bench, 80);
    await until(() => ran().length === 82, 'all jobs');
    await bench.empty();
    expect(new Set(ran()).size).toBe(82);
    expect(one.ran.length).toBeGreaterThan(0);
    expect(two.ran.length).toBeGreaterThan(0);
  });

  it('take over the jobs of one that was killed', async () => {
    const bench = await openBench(place);
    const doomed = startProcess(place, bench.prefix, 3_600_000);
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

import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTextFilesPublisher } from '../../examples/text-files/index.js';
import { keysOf, publisherContract } from '../contracts/publisher-contract.js';
import { scratchFolder } from '../support/bot-process.js';
import { sampleContent } from '../support/digest-content.js';

const address = { platform: 'terminal', workspace: 'files', place: 'reading-group' } as const;
const signal = AbortSignal.timeout(60_000);

/** docs/adapters.md shows this platform; it keeps the contract that Discord, Slack and mail keep. */
publisherContract('The text files of the handbook', async () => {
  const folder = await scratchFolder();
  const { path } = folder;
  const remove = () => folder.remove();
  const keyOf = keysOf('sample digest');
  return {
    publisher: createTextFilesPublisher({ platform: 'terminal', folder: path }),
    address,
    layouts: ['thread', 'compact'],
    visible: async () => {
      const folder = join(path, address.place);
      const names = await readdir(folder);
      const ordered = Array.from({ length: 30 }, (_one, at) => `${keyOf(at)}.txt`).filter((name) =>
        names.includes(name),
      );
      const texts = await Promise.all(ordered.map((name) => readFile(join(folder, name), 'utf8')));
      return texts.map((text, at) => ({ kind: at === 0 ? ('head' as const) : ('card' as const), text }));
    },
    close: remove,
  };
});

async function world() {
  const folder = await scratchFolder();
  const { path } = folder;
  const remove = () => folder.remove();
  const publisher = createTextFilesPublisher({ platform: 'terminal', folder: path });
  const [head] = publisher.render(sampleContent(), 'compact', keysOf('one'));
  const request = {
    address,
    kind: 'head' as const,
    payload: head?.payload ?? {},
    key: 'a1',
    parents: { head: null, thread: null },
  };
  return { path, remove, publisher, request, file: join(path, address.place, 'a1.txt') };
}

it('never writes what is there a second time', async () => {
  const { publisher, request, file, remove } = await world();
  const first = await publisher.send(request, signal);
  await writeFile(file, 'somebody wrote on it');
  expect(await publisher.send(request, signal)).toEqual(first);
  expect(await readFile(file, 'utf8')).toBe('somebody wrote on it');
  await remove();
});

it('writes nothing once its claim has grown old, and refuses payloads of others', async () => {
  const { publisher, request, path, remove } = await world();
  expect(await publisher.send({ ...request, mayLeave: () => false }, signal)).toMatchObject({
    kind: 'delay',
  });
  expect(await publisher.send({ ...request, payload: { blocks: [] } }, signal)).toMatchObject({
    kind: 'refused',
  });
  expect(await readdir(path)).toEqual([]);
  await remove();
});

it('keeps to its folder', async () => {
  const { publisher, request, remove } = await world();
  const outside = { ...address, place: '../elsewhere' };
  expect(() => publisher.send({ ...request, address: outside }, signal)).toThrow(/no name of a folder/);
  await remove();
});

it('tells of a place that is in the way: unknown when it cannot be told, a pause when it may not write', async () => {
  const { publisher, request, path, remove } = await world();
  await writeFile(join(path, address.place), 'a file where the folder should be');
  expect(await publisher.send(request, signal)).toMatchObject({ kind: 'unknown' });
  expect((await publisher.inspect(address, 'thread', signal)).problems).toHaveLength(1);
  const other = { ...address, place: 'shut' };
  await mkdir(join(path, 'shut'));
  await chmod(join(path, 'shut'), 0o500);
  // A superuser may write everywhere.
  if (process.getuid?.() !== 0)
    expect(await publisher.send({ ...request, address: other }, signal)).toMatchObject({ kind: 'pause' });
  await chmod(join(path, 'shut'), 0o700);
  await remove();
});

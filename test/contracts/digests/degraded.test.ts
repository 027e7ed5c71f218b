import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import { testDatabases } from '../../support/databases.js';
import { openNewsroom, type Newsroom } from '../../support/newsroom.js';
import { recordingLogger, type LogLine } from '../../support/slack-fixtures.js';

describe.each(testDatabases)('a digest on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => (room = await openNewsroom(kind)));
  afterAll(() => room.close());
  beforeEach(() => room.reset());

  it('comes without its channel’s taste, with a warning, when that cannot be told', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel());
    const lines: LogLine[] = [];
    const people = { presses: () => Promise.reject(new Error('a press that cannot be read')) };

    await composeDigest(
      digest.id,
      { ...room.deps, people, logger: recordingLogger(lines) },
      new AbortController().signal,
    );

    const { status, content } = (await room.stores.digests.get(digest.id)) ?? {};
    expect(status).toBe('composed');
    expect(content?.cards.map(({ paperId }) => paperId)).toEqual(['2611.00001']);
    expect(lines.map(({ message }) => message)).toContain(
      "a channel's taste could not be told; its digest is ordered without it",
    );
  });
});

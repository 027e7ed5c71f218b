import { constants } from 'node:fs';
import { access, appendFile, link, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ChannelAddress, Platform } from '../../src/channels/channel.js';
import { describeError } from '../../src/errors.js';
import type { PlaceReport, Publisher, SendOutcome, SettlePolicy } from '../../src/ports/publisher.js';
import { cleanText } from '../../src/text/clean.js';
import { renderText } from './render.js';

export interface TextFilesDeps {
  /** As it is called in `Platform`. */
  readonly platform: Platform;
  /** Holds one folder for each channel. */
  readonly folder: string;
}

const payloadSchema = z.object({ text: z.string() });
/** A channel's own folder and nothing above it. */
const PLACE = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** A file is there or it is not, and can be looked at at once: two sends after a look, then a person decides. */
const POLICY: SettlePolicy = { repeatWithinMs: 0, settleMs: 0, maxResends: 2 };

/** Writes digests as text files, one for each part, named by its delivery key: what is there is never written twice. */
export function createTextFilesPublisher({ platform, folder }: TextFilesDeps): Publisher {
  const folderOf = ({ place }: ChannelAddress): string => {
    if (PLACE.test(place)) return join(folder, place);
    throw new Error(`"${place}" is no name of a folder.`);
  };
  return {
    platform,
    policy: () => POLICY,
    render: (content, layout) => renderText(content, layout),
    send: ({ address, payload, key, mayLeave }) => {
      const parsed = payloadSchema.safeParse(payload);
      if (!parsed.success)
        return Promise.resolve({ kind: 'refused', error: 'This is no payload of text files.', bug: true });
      if (mayLeave?.() === false)
        return Promise.resolve({ kind: 'delay', error: 'the claim has grown old', retryAfterMs: null });
      return writeOnce(folderOf(address), `${key}.txt`, parsed.data.text);
    },
    look: async ({ address, key }) => {
      const name = `${key}.txt`;
      const found = await stat(join(folderOf(address), name)).catch(() => null);
      return found === null ? { kind: 'absent' } : { kind: 'found', remoteId: name };
    },
    inspect: (address) => inspect(folderOf(address)),
    say: async (address, text) => {
      await mkdir(folderOf(address), { recursive: true });
      await appendFile(join(folderOf(address), 'notices.txt'), `${cleanText(text)}\n`);
    },
  };
}

// --- Internal helpers ---

/** Whole or not at all: the text is written aside, and then gets its name, which no other file can have by then. */
async function writeOnce(folder: string, name: string, text: string): Promise<SendOutcome> {
  const aside = join(folder, `.${name}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(aside, text, 'utf8');
    await link(aside, join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    return { kind: 'sent', remoteId: name };
  } catch (thrown) {
    return outcomeOf(thrown);
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

/** What is not listed as certain is `unknown`: it is looked for before anything is sent again. */
function outcomeOf(thrown: unknown): SendOutcome {
  const error = describeError(thrown);
  switch (codeOf(thrown)) {
    case 'ENOSPC':
      return { kind: 'delay', error, retryAfterMs: 60_000 };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'pause', error, reason: 'The bot may not write into this folder.', scope: 'channel' };
    default:
      return { kind: 'unknown', error };
  }
}

async function inspect(folder: string): Promise<PlaceReport> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { name: folder, problems: [], layouts: ['thread', 'compact'] };
  } catch (thrown) {
    const hint = 'Let the user that the bot runs as write there.';
    return { name: null, problems: [{ message: `${folder}: ${describeError(thrown)}.`, hint }] };
  }
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
}

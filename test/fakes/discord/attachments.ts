import { ApiError } from './answer.js';
import type { FakeFile } from './state.js';
import { invalidForm } from './validate.js';

type Json = Record<string, unknown>;

/** What a bot may upload at once without boosts (reference, "Uploading Files"). */
const MOST_BYTES = 10 * 1024 * 1024;
const LONGEST_DESCRIPTION = 1024;

/** Every file must be listed among the attachments, by number and name, and every one listed must be there. */
export function attached(body: Json, files: readonly FakeFile[]): readonly FakeFile[] {
  if (!('attachments' in body)) return files;
  const listed = body['attachments'] as readonly Json[];
  const names = listed.map(({ filename }) => filename);
  if (JSON.stringify(names) !== JSON.stringify(files.map(({ name }) => name)))
    throw invalidForm(['attachments: not the files that came']);
  if (listed.some(({ id }, index) => Number(id) !== index)) throw invalidForm(['attachments: wrong id']);
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_BYTES)
    throw new ApiError(413, 40005, 'Request entity too large');
  return files.map((file, index) => {
    const { description = null } = listed[index] ?? {};
    if (description !== null && (typeof description !== 'string' || description.length > LONGEST_DESCRIPTION))
      throw invalidForm([`attachments[${index}].description: must be 1024 or fewer in length`]);
    return { ...file, description };
  });
}

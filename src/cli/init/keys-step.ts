import { randomBytes } from 'node:crypto';
import type { Here } from './keep-token.js';

/** What 32 random bytes are as text: letters and digits alone, as the URL in compose.yaml needs it. */
const newKey = (): string => randomBytes(32).toString('hex');

/** Where the bot will run. */
export type Home = 'here' | 'containers';

/** Makes the keys that this home asks for and that nobody has made yet; never exchanges one. */
export async function makeKeys(home: Home, { ask, file }: Here): Promise<void> {
  const needed =
    home === 'containers'
      ? (['SECRET_KEY', 'POSTGRES_PASSWORD'] as const)
      : file.value('DATABASE_URL') !== undefined
        ? (['SECRET_KEY'] as const)
        : [];
  const missing = needed.filter((name) => file.value(name) === undefined);
  if (missing.length === 0) return;
  await file.keep(Object.fromEntries(missing.map((name) => [name, newKey()])));
  ask.good(
    `Made: ${missing.join(' and ')}. Keep a copy of .env: without these, what is stored cannot be read.`,
  );
}

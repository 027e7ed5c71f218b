import { expect } from 'vitest';
import type { CommandScene } from './command-scene.js';

/** Asks on both platforms, as people with and without rights. */
export async function askAround({ discord, slack }: Pick<CommandScene, 'discord' | 'slack'>): Promise<void> {
  for (const side of [discord, slack]) {
    const person = side.person(true);
    for (const wish of [
      { name: 'search', options: { query: 'code models' } },
      { name: 'topics' },
      { name: 'doctor' },
    ])
      expect((await side.ask(wish, person)).text).not.toBe('');
  }
}

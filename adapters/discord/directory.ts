import type { Directory } from '../../src/ports/directory.js';

/** Discord tells bots neither a person's zone nor lets them join: events bring their own rights, and people invite. */
export function createDiscordDirectory(): Directory {
  return {
    person: () => Promise.resolve({ zone: null, admin: false, guest: false }),
    join: () => Promise.resolve(null),
  };
}

import { formatChannelKey } from '../channels/address.js';
import type { PersonFacts } from '../ports/directory.js';
import type { OptionValues } from './definition.js';
import type { Asked, CommandDeps } from './deps.js';
import type { CommandRequest } from './request.js';

/** A request made ready for the handlers. @param options as given; they are trimmed, and the empty ones left out */
export async function askedOf(
  request: CommandRequest,
  options: OptionValues,
  deps: CommandDeps,
  signal: AbortSignal,
): Promise<Asked> {
  const { address, person } = request;
  let facts: Promise<PersonFacts | null> | undefined;
  return {
    request,
    options: tidied(options),
    now: await deps.clock.now(),
    key: formatChannelKey(address),
    person: () =>
      (facts ??= (async () =>
        deps.directoryFor(address.platform)?.person(address, person.id, signal) ?? null)()),
    signal,
  };
}

export function tidied(options: OptionValues): OptionValues {
  return Object.fromEntries(
    Object.entries(options)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

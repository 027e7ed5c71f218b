import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { SuggestKind } from '../../src/commands/definition.js';
import type { CommandFront, Suggestion } from '../../src/commands/front.js';
import { option, SUGGEST_PREFIX, type SelectOption } from './form-view.js';
import { BUDGET, LIMITS } from './limits.js';
import type { suggestionSchema } from './payloads.js';
import { suggestionAddress } from './requests.js';

const KINDS: readonly SuggestKind[] = ['topic', 'own-topic', 'paper', 'zone', 'command'];
/** Slack waits three seconds; an empty list in time is better than none. Milliseconds. */
const PATIENCE_MS = 2_000;

/** What a select shows while somebody types; empty for selects that are none of ours. */
export async function suggestOptions(
  body: z.infer<typeof suggestionSchema>,
  front: CommandFront,
): Promise<readonly SelectOption[]> {
  const kind = KINDS.find((name) => body.action_id === SUGGEST_PREFIX + name);
  const address = suggestionAddress(body);
  if (kind === undefined || address === null) return [];
  const asked = front.suggest(kind, body.value.slice(0, BUDGET.incomingText), address);
  return optionsOf(await inTime(asked));
}

// --- Internal helpers ---

async function inTime(asked: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
  const over = new AbortController();
  const late = sleep(PATIENCE_MS, [] as readonly Suggestion[], { signal: over.signal }).catch(() => []);
  try {
    return await Promise.race([asked, late]);
  } catch {
    return [];
  } finally {
    over.abort();
  }
}

/** Slack refuses a list with the same value twice. */
function optionsOf(suggestions: readonly Suggestion[]): readonly SelectOption[] {
  const options = new Map<string, SelectOption>();
  for (const { label, value } of suggestions) {
    const made = option(label, value);
    if (made !== null && !options.has(value)) options.set(value, made);
  }
  return [...options.values()].slice(0, LIMITS.options);
}

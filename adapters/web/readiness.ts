import { describeError } from '../../src/errors.js';
import type { HealthProbe } from '../../src/ports/health.js';
import { redactText } from '../shared/redact.js';

/** A probe that takes longer counts as not serving. */
const PROBE_WITHIN_MS = 2_000;

export interface Readiness {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

/** Asks all probes at once, two seconds at most. What they tell is shown to anybody, so secrets are blotted out. */
export async function askProbes(probes: readonly HealthProbe[]): Promise<Readiness> {
  const answers = await Promise.all(probes.map(async (probe) => [probe.name, await ask(probe)] as const));
  return { ready: answers.every(([, { ok }]) => ok), parts: Object.fromEntries(answers) };
}

async function ask(probe: HealthProbe): Promise<{ ok: boolean; detail: string }> {
  const signal = AbortSignal.timeout(PROBE_WITHIN_MS);
  const late = new Promise<{ ok: boolean; detail: string }>((resolve) => {
    signal.addEventListener('abort', () => resolve({ ok: false, detail: 'did not answer within 2 s' }));
  });
  try {
    const { ok, detail } = await Promise.race([probe.check(signal), late]);
    return { ok, detail: redactText(detail) };
  } catch (error) {
    return { ok: false, detail: redactText(describeError(error)) };
  }
}

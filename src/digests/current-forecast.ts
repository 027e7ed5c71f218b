import { describeError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import type { ModelStore } from '../ports/model-store.js';
import { createForecaster, type Forecaster } from '../ranking/expect/expect.js';
import { beatsMomentum } from '../ranking/expect/skill.js';
import { decodeModel } from '../ranking/expect/stored-model.js';

/** A new model is noticed after this long, milliseconds: it is learned once a night. */
const LOOK_EVERY_MS = 10 * 60_000;
/** A model that nobody renewed for so long knows too little of the present, milliseconds: two weeks. */
const TOO_OLD_MS = 14 * 86_400_000;

/**
 * The forecaster of the latest stored model, shared by all rankings of a process. Null, with a warning once per model,
 * while there is none that can be used: it is broken, too old, or did no better than plain momentum.
 * A store that does not answer leaves what was there.
 */
export function createCurrentForecast(deps: {
  readonly models: Pick<ModelStore, 'learnedAt' | 'latest'>;
  readonly logger: Logger;
}): (now: Date) => Promise<Forecaster | null> {
  let current: Forecaster | null = null;
  let learnedAt: number | null = null;
  let lookedAt = -Infinity;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const latest = (await deps.models.learnedAt())?.getTime() ?? null;
    if (latest === learnedAt) return;
    const stored = latest === null ? null : await deps.models.latest();
    current = stored === null ? null : usable(stored.text, deps.logger);
    learnedAt = latest;
  };

  return async (now) => {
    if (Math.abs(now.getTime() - lookedAt) >= LOOK_EVERY_MS) {
      lookedAt = now.getTime();
      looking = look().catch((error: unknown) => {
        deps.logger.warn(
          { error: describeError(error) },
          'the learned model could not be looked at; ranking goes on with what was there',
        );
      });
    }
    // Rankings made side by side see one model.
    await looking;
    if (learnedAt !== null && now.getTime() - learnedAt > TOO_OLD_MS) {
      if (current !== null)
        deps.logger.warn(
          {},
          'the learned model is older than two weeks and is left out; run `broadsheet learn`',
        );
      current = null;
    }
    return current;
  };
}

function usable(text: string, logger: Logger): Forecaster | null {
  const read = decodeModel(text);
  if (typeof read === 'string') {
    logger.warn(
      { fault: read },
      'the learned model is broken and is left out: plain momentum ranks; run `broadsheet learn`',
    );
    return null;
  }
  if (!beatsMomentum(read.skill)) {
    logger.info(
      { skill: read.skill },
      'the learned model does no better than plain momentum and is left out',
    );
    return null;
  }
  return createForecaster(read.model);
}

import { join } from 'node:path';
import { AppError, describeError } from '../../src/errors.js';
import { pictureId } from '../../src/pictures/drawing.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import { packageRoot } from '../shared/package-root.js';
import { createDrawThread } from './draw-thread.js';

/** Pictures kept, about 110 kB each: a morning's channels mostly share theirs. */
const KEPT = 100;
/** So many may wait to be drawn, some ten seconds' work; more are refused, because somebody waits for each. */
const MOST_WAITING = 100;

export interface PictureMakerOptions {
  /** Where the font files lie. Default: those that come with Broadsheet. */
  readonly fonts?: string;
  /** Drawings that may wait for their turn; more are refused. Default 100. */
  readonly mostWaiting?: number;
}

/** Draws in a thread of its own, and keeps the latest pictures. */
export function createPictureMaker({
  fonts = usualFonts(),
  mostWaiting = MOST_WAITING,
}: PictureMakerOptions = {}): PictureMaker {
  const draw = createDrawThread(fonts);
  const kept = new Map<string, Promise<Uint8Array>>();
  let waiting = 0;
  const make = async (drawing: Parameters<PictureMaker['draw']>[0]): Promise<Uint8Array> => {
    if (waiting >= mostWaiting)
      throw new AppError('Too many pictures wait to be drawn.', { code: 'picture', retryable: true });
    waiting += 1;
    try {
      return await draw(drawing);
    } catch (error) {
      const message = `A picture could not be drawn: ${describeError(error)}.`;
      throw new AppError(message, { code: 'picture', hint: `Are the fonts in ${fonts}?`, cause: error });
    } finally {
      waiting -= 1;
    }
  };
  return {
    draw: async (drawing) => {
      const id = pictureId(drawing);
      const made = kept.get(id) ?? make(drawing);
      kept.delete(id);
      kept.set(id, made);
      for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
      try {
        return await made;
      } catch (error) {
        if (kept.get(id) === made) kept.delete(id);
        throw error;
      }
    },
  };
}

// --- Internal helpers ---

function usualFonts(): string {
  return join(packageRoot(import.meta.url), 'adapters/pictures/fonts');
}

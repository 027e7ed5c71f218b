import type { Drawing } from '../pictures/drawing.js';

/** Makes pictures of drawings. */
export interface PictureMaker {
  /**
   * A drawing as PNG; the same drawing gives the same bytes. Does not hold up the event loop.
   * @throws AppError `picture` when it cannot be made, or others are waited for too long
   */
  draw(drawing: Drawing): Promise<Uint8Array>;
}

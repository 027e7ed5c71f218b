import { SourceError } from '../papers/source-error.js';

/** The endpoint takes none of a request's texts, or not all: asked again for the same ones it says the same. */
export class RefusedText extends SourceError {
  constructor(message: string, hint: string) {
    super(message, { fault: 'status', retryable: false, hint });
    this.name = 'RefusedText';
  }
}

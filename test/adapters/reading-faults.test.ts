import { describe, expect, it } from 'vitest';
import { gatherFaults } from '../../adapters/shared/reading-faults.js';
import { SourceError } from '../../src/papers/source-error.js';

const refused = () =>
  new SourceError('arXiv refuses the connection at rss.example.', { fault: 'unreachable', retryable: true });
const timeOver = () => new DOMException('The time is over.', 'TimeoutError');

describe('a reading whose time is over', () => {
  it('says what took the time, and does not count', () => {
    const faults = gatherFaults('arXiv');
    faults.add('announcement cs.CL', refused(), 'cs.CL');
    const act = () => faults.add('submissions cs.CV', timeOver(), 'cs.CV');
    expect(act).toThrow(
      'arXiv could not be read completely. announcement cs.CL: arXiv refuses the connection at rss.example. Then the time was over.',
    );
    expect(act).toThrow(expect.objectContaining({ lost: null, retryable: true }));
  });

  it('has nothing to say when nothing failed before, and a stop is no fault', () => {
    const time = timeOver();
    expect(() => gatherFaults('arXiv').add('announcement cs.CL', time, 'cs.CL')).toThrow(time);
    const faults = gatherFaults('arXiv');
    faults.add('announcement cs.CL', refused(), 'cs.CL');
    const stop = new DOMException('Stopped.', 'AbortError');
    expect(() => faults.add('submissions cs.CV', stop, 'cs.CV')).toThrow(stop);
  });
});

import { describe, expect, it } from 'vitest';
import { causes, neverLeft } from '../../adapters/shared/never-left.js';

const system = (code: string, syscall?: string): Error =>
  Object.assign(new Error(code), { code, ...(syscall === undefined ? {} : { syscall }) });
const wrapped = (cause: unknown, times = 1): Error =>
  Array.from({ length: times }).reduce<Error>(
    (error) => new Error('wrapped', { cause: error }),
    cause as Error,
  );

describe('a request that failed', () => {
  it.each([
    ['was refused', system('ECONNREFUSED', 'connect')],
    ['found no route', system('EHOSTUNREACH', 'connect')],
    ['found no such host', system('ENOTFOUND', 'getaddrinfo')],
    ['timed out while connecting', system('UND_ERR_CONNECT_TIMEOUT')],
    ['met a certificate that has expired', system('CERT_HAS_EXPIRED')],
    ['is wrapped by an SDK', wrapped(system('ECONNREFUSED'), 2)],
    [
      'failed on every address',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('ENETUNREACH', 'connect')]),
    ],
    [
      'failed on every address with no code of its own, wrapped',
      wrapped(new AggregateError([system('ETIMEDOUT', 'connect'), system('ENETUNREACH', 'connect')])),
    ],
  ])('never left when it %s', (_name, error) => {
    expect(neverLeft(error)).toBe(true);
  });

  it.each([
    ['was cut off', system('ECONNRESET', 'read')],
    ['was cut off while writing', system('EPIPE', 'write')],
    ['got no answer in time', system('UND_ERR_HEADERS_TIMEOUT')],
    [
      'was refused on one address and cut off on another',
      Object.assign(new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')]), {
        code: 'ECONNREFUSED',
      }),
    ],
    ['failed on no address', new AggregateError([])],
    ['threw no error', 'ECONNREFUSED'],
  ])('may have left when it %s', (_name, error) => {
    expect(neverLeft(error)).toBe(false);
  });

  it('ends when causes go round in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(neverLeft(error)).toBe(false);
    expect(causes(error)).toHaveLength(5);
  });
});

import type { HttpClient } from '../../adapters/shared/http.js';

/** A server that answers everything with one body. */
export const answering = (body: string): HttpClient => {
  const answer = () =>
    Promise.resolve({
      status: 200,
      notModified: false,
      body,
      where: 'source.example/x',
      keep: () => Promise.resolve(),
    });
  return { get: answer, post: answer };
};

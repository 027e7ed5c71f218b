import pg from 'pg';

/** Of a statement's text: the error it fails with instead of being sent, or nothing. */
type Look = (text: string) => Error | undefined;

/** Lets `look` see every statement that this process sends to a database while `act` goes on. */
export async function watchQueries<T>(look: Look, act: () => Promise<T>): Promise<T> {
  const client = pg.Client.prototype as unknown as Record<'query', (...args: unknown[]) => unknown>;
  const { query } = client;
  client.query = function watched(this: pg.Client, ...args: unknown[]) {
    const fault = look(String(args[0]));
    return fault === undefined ? query.apply(this, args) : Promise.reject(fault);
  };
  try {
    return await act();
  } finally {
    client.query = query;
  }
}

// What the processes of this suite share.

const quiet = () => undefined;

export const silentLogger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  child: () => silentLogger,
};

/** Tells the parent something, in a line of JSON. */
export const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Waits before each commit of the pool's clients; the stores commit on a client of their own. */
export function waitBeforeCommits(pool, beforeCommit) {
  const connect = pool.connect.bind(pool);
  pool.connect = async (callback) => {
    if (callback !== undefined) return connect(callback);
    const client = await connect();
    // A client comes again and again out of its pool.
    if (Object.hasOwn(client, 'query')) return client;
    const query = client.query.bind(client);
    client.query = async (...args) => {
      const text = typeof args[0] === 'string' ? args[0] : args[0].text;
      if (text === 'commit') await beforeCommit();
      return query(...args);
    };
    return client;
  };
}

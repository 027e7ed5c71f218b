// Loaded before the program (NODE_OPTIONS=--import): kills the process with SIGKILL when an import is about to commit
// its batch number KILL_AT_BATCH, or right after it has been told to, with KILL_AFTER=1.
import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';

const { KILL_AT_BATCH, KILL_AFTER } = process.env;

if (isMainThread && KILL_AT_BATCH !== undefined) {
  let batches = 0;
  let inBatch = false;
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (text, ...more) {
    if (String(text).startsWith('insert into broadsheet."')) inBatch = true;
    const last = inBatch && text === 'commit' && (batches += 1) === Number(KILL_AT_BATCH);
    if (text === 'commit') inBatch = false;
    if (last && KILL_AFTER === undefined) process.kill(process.pid, 'SIGKILL');
    const answer = query.call(this, text, ...more);
    // Sent, and perhaps done.
    if (last) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
    return answer;
  };
}

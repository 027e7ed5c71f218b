// Loaded before the program (NODE_OPTIONS=--import): watches what it does to its key files and to what it keeps sealed,
// and kills the process before the first step that is called KILL_AT_STEP. Each step is written to STEP_LOG.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';
import pg from 'pg';

const { KILL_AT_STEP, STEP_LOG = '' } = process.env;
/** The fact that is sealed; others are stored at every start. */
const SEALED = 'person-pepper';
const append = fs.appendFileSync;

function step(name) {
  const killed = name === KILL_AT_STEP;
  append(STEP_LOG, `${killed ? 'killed before ' : ''}${name}\n`);
  if (killed) process.kill(process.pid, 'SIGKILL');
}

if (isMainThread && STEP_LOG !== '') {
  const rename = fs.renameSync;
  fs.renameSync = (from, to) => {
    step(`renameSync ${basename(String(from))}`);
    return rename(from, to);
  };
  syncBuiltinESMExports();

  const query = pg.Pool.prototype.query;
  pg.Pool.prototype.query = function (text, ...more) {
    const sealed = String(text).includes('insert into broadsheet.facts') && more[0]?.[0] === SEALED;
    if (!sealed) return query.call(this, text, ...more);
    step('ask for it to be stored');
    const answer = query.call(this, text, ...more);
    // Sent, and perhaps done.
    setImmediate(() => step('wait for the answer'));
    return answer.then((result) => {
      step('hear that it is stored');
      return result;
    });
  };
}

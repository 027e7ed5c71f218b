import { pino, type DestinationStream, type Level, type Logger as Pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Logger } from '../../src/ports/logger.js';
import { logContext } from './log-context.js';
import { redact, redactText } from './redact.js';

export interface LoggerOptions {
  readonly level: Level | 'silent';
  /** Short lines for people instead of JSON. */
  readonly pretty: boolean;
  /** Default: stderr, so that stdout stays free for what people asked for. */
  readonly destination?: DestinationStream;
}

/**
 * Structured logs, one line per event, written before the call returns, so that a last word before an exit is not lost.
 * Anything that looks like a secret is blotted out, wherever it stands. Logging never throws. A line carries the fields of
 * the work it was said in (`withLogContext`); its own fields win.
 */
export function createLogger(options: LoggerOptions): Logger {
  const target = options.destination ?? pino.destination({ dest: 2, sync: true });
  const stream = options.pretty ? prettyStream(target) : target;
  return wrap(pino({ level: options.level, base: null, mixin: () => ({ ...logContext() }) }, stream));
}

// --- Internal helpers ---

/** Formats in this process and at once; pino's own transports are worker threads that may end too late. */
function prettyStream(target: DestinationStream): DestinationStream {
  const format = prettyFactory({ colorize: false, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line) => target.write(format(line)) };
}

function wrap(log: Pino): Logger {
  const write = (level: Level) => (fields: object, message: string) => {
    if (log.isLevelEnabled(level)) log[level](fieldsOf(fields), oneLine(message));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(log.child(fieldsOf(fields))),
  };
}

/** A message with line breaks or control codes could pass for several events, or repaint the terminal. */
function oneLine(message: string): string {
  return redactText(message).replace(/\p{Cc}+/gu, ' ');
}

/** An error given in place of fields is put under a name: pino would print its stack with what the stack quotes. */
function fieldsOf(fields: object): object {
  const clean = redact(fields);
  const named = fields instanceof Error || Array.isArray(fields) || typeof clean !== 'object';
  return named || clean === null ? { value: clean } : clean;
}

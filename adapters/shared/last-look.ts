import { Agent, type Dispatcher } from 'undici';
import { STOOD_STILL } from '../../src/ports/publisher.js';

/** The request was not written to the wire: what it carries may be somebody else's by now. */
export class StoodStill extends Error {
  override readonly name = 'StoodStill';
  readonly code = 'STOOD_STILL';
  constructor() {
    super(STOOD_STILL);
  }
}

/** Keeps its connections from call to call. */
const agent = new Agent();

/**
 * The way of one request, which asks `mayLeave` once more in the very turn in which it is written to its connection.
 * A name is looked up and a connection opened before that, and a process may stand still meanwhile; when it goes on,
 * the connection's event comes before that of any timer, so that no deadline keeps the request back.
 * @returns a dispatcher for `fetch` and undici; the request fails with StoodStill, and nothing has left then
 */
export function leavingWhile(mayLeave: () => boolean): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => dispatch(options, lastLook(handler, mayLeave)));
}

// --- Internal helpers ---

function lastLook(handler: Dispatcher.DispatchHandler, mayLeave: () => boolean): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context);
      if (!mayLeave()) controller.abort(new StoodStill());
    },
    onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
    onResponseStart: (...told) => handler.onResponseStart?.(...told),
    onResponseData: (...told) => handler.onResponseData?.(...told),
    onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
    onResponseError: (...told) => handler.onResponseError?.(...told),
  };
}

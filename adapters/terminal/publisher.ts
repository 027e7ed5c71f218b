import type { Publisher, SendOutcome, SettlePolicy } from '../../src/ports/publisher.js';
import { cleanText } from '../../src/text/clean.js';
import { draw, type Canvas } from './draw.js';
import { terminalPayload } from './payload.js';
import { renderDigest } from './render.js';

export interface TerminalPublisherDeps extends Canvas {
  /** Takes finished text; stdout in production. */
  readonly write: (text: string) => void;
}

/** Printing cannot be uncertain. */
const POLICY: SettlePolicy = { repeatWithinMs: 0, settleMs: 0, maxResends: 0 };

/** Shows digests in a terminal, part by part, as they would be posted. It remembers in memory what it has written. */
export function createTerminalPublisher(deps: TerminalPublisherDeps): Publisher {
  const written = new Set<string>();
  const print = (key: string, payload: unknown): SendOutcome => {
    const parsed = terminalPayload.safeParse(payload);
    if (!parsed.success) return { kind: 'refused', error: 'The payload is not one of the terminal.' };
    deps.write(draw(parsed.data, deps));
    written.add(key);
    return { kind: 'sent', remoteId: key };
  };
  return {
    platform: 'terminal',
    policy: () => POLICY,
    render: (content, layout) => renderDigest(content, layout),
    send: ({ key, payload }) => Promise.resolve(print(key, payload)),
    look: ({ key }) =>
      Promise.resolve(written.has(key) ? { kind: 'found', remoteId: key } : { kind: 'absent' }),
    inspect: () => Promise.resolve({ name: 'this terminal', problems: [] }),
    say: (_address, text) => {
      deps.write(`${cleanText(text)}\n`);
      return Promise.resolve();
    },
  };
}

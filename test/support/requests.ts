import type { Action, CommandRequest } from '../../src/commands/request.js';
import type { AnswerJob } from '../../src/ports/job-queue.js';
import type { ReplyTarget } from '../../src/ports/replier.js';

/** One action of every kind, the largest ones of their kind where size matters. */
export const actions: readonly Action[] = [
  { kind: 'command', name: 'search', options: { query: '"speech recognition" -survey', share: 'true' } },
  { kind: 'command', name: 'topics', options: {} },
  { kind: 'button', action: { do: 'save', paperId: '2607.23193' } },
  { kind: 'button', action: { do: 'page', view: 'a1b2', page: 3 } },
  { kind: 'button', action: { do: 'subscribe', query: 'cat:cs.CL' } },
  { kind: 'button', action: { do: 'forget' } },
  { kind: 'form', form: 'schedule', values: { time: '09:00', zone: 'Europe/Berlin' } },
  { kind: 'text', text: 'x'.repeat(4_000) },
  { kind: 'find-similar', text: '2607.23193' },
  { kind: 'unfurl', links: ['https://arxiv.org/abs/2607.23193'] },
  { kind: 'home' },
];

export function request(overrides: Partial<CommandRequest> = {}): CommandRequest {
  return {
    id: 'discord:1234567890123456789',
    address: { platform: 'discord', workspace: '11', place: '22' },
    direct: false,
    person: { id: '4711', manages: false },
    action: { kind: 'command', name: 'search', options: { query: 'speech' } },
    ...overrides,
  };
}

export function target(overrides: Partial<ReplyTarget> = {}): ReplyTarget {
  return {
    secret: '{"token":"a-very-secret-interaction-token"}',
    visibility: 'private',
    expiresAt: new Date(Date.now() + 15 * 60_000).toISOString(),
    ...overrides,
  };
}

export function answerJob(overrides: Partial<AnswerJob> = {}): AnswerJob {
  const asked = overrides.request ?? request();
  return {
    kind: 'answer',
    platform: asked.address.platform,
    request: asked,
    target: 'sealed',
    acceptedAt: new Date().toISOString(),
    ...overrides,
  };
}

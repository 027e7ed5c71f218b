import { createSlackReplier } from '../../adapters/slack/index.js';
import type { CommandFront, Suggestion } from '../../src/commands/front.js';
import { sentence, type CommandReply, type FormView } from '../../src/commands/reply.js';
import type { Action, CommandRequest } from '../../src/commands/request.js';
import type { AnswerOutcome, ReplyTarget } from '../../src/ports/replier.js';
import type { FakeSlack } from '../fakes/slack/fake-slack.js';
import { silentLogger } from './silent-logger.js';

type Awaitable<T> = T | Promise<T>;

/** What the core would do, decided by the test. Everything can be changed while it runs. */
export interface TestFront extends CommandFront {
  /** What arrived, in order. */
  readonly requests: readonly CommandRequest[];
  readonly targets: readonly ReplyTarget[];
  /** How the worker's answers ended. */
  readonly outcomes: readonly AnswerOutcome[];
  /** What is known to be public. Default: nothing. */
  isPublic: (action: Action) => boolean;
  /** What a worker answers from another process; null keeps silent. Default: what was asked, as JSON. */
  answers: (request: CommandRequest) => Awaitable<CommandReply | null>;
  /** What is answered at once instead of being handed to a worker. Default: nothing. */
  refuses: (request: CommandRequest) => CommandReply | null;
  /** Called with each late reply, which would come when nobody has claimed the request. */
  late: ((reply: (reply: CommandReply) => Promise<void>) => void) | null;
  /** Which form an action opens. Default: none. */
  forms: (request: CommandRequest) => Awaitable<{ form: FormView } | { reply: CommandReply } | null>;
  suggestions: (kind: string, text: string) => Awaitable<readonly Suggestion[]>;
}

/** A hand-written core for Slack: it records, and answers through the replier as a worker in another process would. */
export function testFront(fake: FakeSlack): TestFront {
  const { botToken, url: apiUrl } = fake;
  const replier = createSlackReplier({ botToken, apiUrl, logger: silentLogger, now: fake.state.now });
  const requests: CommandRequest[] = [];
  const targets: ReplyTarget[] = [];
  const outcomes: AnswerOutcome[] = [];
  const work = async (request: CommandRequest, target: ReplyTarget): Promise<void> => {
    const reply = await front.answers(request);
    if (reply === null) return;
    // Both travel through the queue as JSON.
    const [sent, made] = JSON.parse(JSON.stringify([target, reply])) as [ReplyTarget, CommandReply];
    outcomes.push(await replier.answer(sent, made, AbortSignal.timeout(10_000)));
  };
  const front: TestFront = {
    requests,
    targets,
    outcomes,
    isPublic: () => false,
    answers: ({ action }) => sentence(JSON.stringify(action)),
    refuses: () => null,
    late: null,
    forms: () => null,
    suggestions: () => [],
    visibility: (action) => (front.isPublic(action) ? 'public' : 'private'),
    submit(request, target, lateReply) {
      requests.push(JSON.parse(JSON.stringify(request)) as CommandRequest);
      targets.push(target);
      const refused = front.refuses(request);
      if (refused === null) {
        front.late?.(lateReply);
        void work(request, target);
      }
      return Promise.resolve(refused);
    },
    form: async (request) => front.forms(request),
    suggest: async (kind, text) => front.suggestions(kind, text),
  };
  return front;
}

import { AppError } from '../../src/errors.js';
import { TOKEN_CODES } from './error-codes.js';
import { codeOf } from './errors.js';

/** Answers to `auth.test` and `apps.connections.open` that no waiting repairs. */
const BAD_TOKEN = new Set([
  ...TOKEN_CODES,
  'team_disabled',
  'missing_scope',
  'org_login_required',
  'forbidden_team',
]);

const REPAIRS = {
  SLACK_BOT_TOKEN:
    'Copy the Bot User OAuth Token (xoxb-…) of the installed app, under OAuth & Permissions, into SLACK_BOT_TOKEN.',
  SLACK_APP_TOKEN:
    'Make an app-level token (xapp-…) with connections:write under Basic Information, and put it into SLACK_APP_TOKEN. Socket Mode must be on.',
} as const;

/** The error a person can act on, when Slack refused the token itself; null for everything that may pass. */
export function badToken(thrown: unknown, variable: keyof typeof REPAIRS): AppError | null {
  const code = codeOf(thrown);
  if (code === null || !BAD_TOKEN.has(code)) return null;
  return new AppError(`Slack does not accept ${variable} (${code}).`, {
    code: 'config',
    hint: REPAIRS[variable],
    cause: thrown,
  });
}

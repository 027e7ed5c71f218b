import { createHmac, randomUUID } from 'node:crypto';

export interface SignedOptions {
  readonly secret: string;
  /** Unix seconds. Default: now. */
  readonly timestamp?: number;
  /** Sent instead of the right signature. */
  readonly signature?: string;
}

export type SignedBody =
  { readonly json: object } | { readonly form: Readonly<Record<string, string>> } | { readonly raw: string };

/** Posts a body as Slack does: signed over timestamp and raw bytes. Bounded in time. */
export async function sendSigned(url: string, body: SignedBody, options: SignedOptions): Promise<Response> {
  const isForm = 'form' in body;
  const raw = isForm
    ? new URLSearchParams(body.form).toString()
    : 'raw' in body
      ? body.raw
      : JSON.stringify(body.json);
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
  const digest = createHmac('sha256', options.secret).update(`v0:${timestamp}:${raw}`).digest('hex');
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': options.signature ?? `v0=${digest}`,
    },
    body: raw,
    signal: AbortSignal.timeout(10_000),
  });
}

/** The body of an Events API call. */
export function eventBody(
  teamId: string,
  type = 'app_mention',
  id = `Ev${randomUUID().slice(0, 8)}`,
): object {
  return {
    token: 'unused',
    team_id: teamId,
    api_app_id: 'A0BROADSHT',
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id: teamId, user_id: 'U0BROADSHT', is_bot: true }],
    event: { type, user: 'U0READER01', channel: 'C0PAPERS01', text: 'hello', ts: '1700000000.000100' },
  };
}

/** The body of an Events API call for what a person wrote to the bot. */
export function messageBody(teamId: string, id?: string): object {
  const body = eventBody(teamId, 'message', id) as { event: object };
  return { ...body, event: { ...body.event, channel: 'D0READER01', channel_type: 'im' } };
}

/** The fields of a slash command. */
export function commandBody(teamId: string, command = '/papers', text = ''): Record<string, string> {
  return {
    command,
    text,
    team_id: teamId,
    team_domain: 'reading-group',
    channel_id: 'C0PAPERS01',
    channel_name: 'papers',
    user_id: 'U0READER01',
    user_name: 'ada',
    trigger_id: randomUUID(),
    response_url: 'https://hooks.slack.invalid/commands/1',
    api_app_id: 'A0BROADSHT',
  };
}

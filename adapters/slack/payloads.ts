import { z } from 'zod';

/** What we read of Slack's payloads; everything else in them is ignored. */
const team = z.string().regex(/^[TE][A-Z0-9]{1,30}$/);
const place = z.string().regex(/^[CGD][A-Z0-9]{1,30}$/);
const person = z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
const short = z.string().max(500);

export const commandSchema = z.object({
  command: short,
  text: z.string().default(''),
  team_id: team,
  channel_id: place,
  user_id: person,
  trigger_id: short.optional(),
  response_url: z.string(),
  thread_ts: short.optional(),
});

/** A team is null where an app is installed for a whole organisation. */
const actor = {
  team: z.object({ id: team }).nullish(),
  user: z.object({ id: person, team_id: team.optional() }),
};

const view = z.object({
  id: short,
  type: short,
  callback_id: z.string().default(''),
  private_metadata: z.string().optional(),
});

export const buttonSchema = z.object({
  type: z.literal('block_actions'),
  ...actor,
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
  trigger_id: short.optional(),
  response_url: z.string().optional(),
  channel: z.object({ id: place }).optional(),
  container: z
    .object({
      message_ts: short.optional(),
      thread_ts: short.optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z
    .object({
      ts: short,
      thread_ts: short.optional(),
      blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
    })
    .optional(),
  view: view.optional(),
});

const fieldValue = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export const submissionSchema = z.object({
  type: z.literal('view_submission'),
  ...actor,
  trigger_id: short.optional(),
  view: view.extend({
    state: z.object({ values: z.record(z.string(), z.record(z.string(), fieldValue)) }),
  }),
});

export const closedSchema = z.object({ type: z.literal('view_closed'), ...actor, view });

export const suggestionSchema = z.object({
  type: z.literal('block_suggestion'),
  ...actor,
  action_id: z.string(),
  value: z.string().default(''),
  channel: z.object({ id: place }).optional(),
  view: view.optional(),
});

export const shortcutSchema = z.object({
  type: z.literal('message_action'),
  ...actor,
  callback_id: z.string(),
  trigger_id: short.optional(),
  response_url: z.string(),
  channel: z.object({ id: place }),
  message: z.record(z.string(), z.unknown()),
});

/** The envelope of every event. */
export const eventSchema = z.object({
  event_id: short,
  team_id: team.optional(),
  authorizations: z
    .array(z.object({ team_id: team.nullish(), user_id: person.nullish(), is_bot: z.boolean().optional() }))
    .optional(),
  event: z.object({ type: short }).catchall(z.unknown()),
});
export type EventEnvelope = z.infer<typeof eventSchema>;

export const linksSchema = z.object({
  type: z.literal('link_shared'),
  user: person,
  channel: place,
  message_ts: short,
  bot_id: z.undefined().optional(),
  /** Not `composer`: what is still being written is shown once it is sent. */
  source: z.literal('conversations_history').optional(),
  links: z.array(z.object({ url: z.string().max(2_000) })),
});

export const homeSchema = z.object({
  type: z.literal('app_home_opened'),
  user: person,
  channel: place,
  tab: z.literal('home'),
  view: z.unknown().optional(),
});

export const messageSchema = z.object({
  type: z.literal('message'),
  channel_type: z.literal('im'),
  user: person,
  channel: place,
  text: z.string().min(1),
  ts: short,
  thread_ts: short.optional(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
});

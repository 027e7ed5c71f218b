import { z } from 'zod';

/** What we read of Slack's answers; everything else in them is ignored. */
export const postedSchema = z.object({ ts: z.string().min(1) });

const scopes = z
  .object({ scopes: z.array(z.string()).optional().catch(undefined), next_cursor: z.string().optional() })
  .optional();

export const authSchema = z.object({
  team_id: z.string(),
  team: z.string().optional(),
  user: z.string().optional(),
  user_id: z.string().optional(),
  bot_id: z.string().optional(),
  response_metadata: scopes,
});
export type Auth = z.infer<typeof authSchema>;

const channelInfo = z.object({
  id: z.string(),
  name: z.string().optional(),
  is_archived: z.boolean().optional(),
  is_member: z.boolean().optional(),
  is_private: z.boolean().optional(),
  is_mpim: z.boolean().optional(),
});
export const channelSchema = z.object({ channel: channelInfo });
export const channelsSchema = z.object({ channels: z.array(channelInfo), response_metadata: scopes });
export type ChannelInfo = z.infer<typeof channelSchema>['channel'];

const messageSchema = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
  metadata: z
    .object({ event_payload: z.object({ k: z.unknown() }).optional() })
    .optional()
    .catch(undefined),
});
export type HistoryMessage = z.infer<typeof messageSchema>;

export const historySchema = z.object({
  messages: z.array(messageSchema),
  has_more: z.boolean().optional(),
  response_metadata: scopes,
});

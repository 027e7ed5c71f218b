import { z } from 'zod';

/** What we read of Discord's answers; everything else in them is ignored. */

export const idSchema = z.object({ id: z.string().min(1) });

export const applicationSchema = z.object({
  id: z.string().min(1),
  name: z.string().default('the application'),
});

export const guildsSchema = z.array(z.object({ id: z.string().min(1), name: z.string() }));

export const messagesSchema = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.array(z.unknown()).default([]),
  }),
);

const overwrite = z.object({ id: z.string(), type: z.number(), allow: z.string(), deny: z.string() });

export const channelSchema = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().optional(),
  name: z.string().nullish(),
  flags: z.number().default(0),
  permission_overwrites: z.array(overwrite).default([]),
});

export const channelsSchema = z.array(channelSchema.extend({ position: z.number().default(0) }));

export const guildSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: z.string() })),
});

export const memberSchema = z.object({ roles: z.array(z.string()) });

export const threadsSchema = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      parent_id: z.string().nullish(),
      owner_id: z.string().optional(),
      thread_metadata: z.object({ archive_timestamp: z.string() }).optional(),
    }),
  ),
  has_more: z.boolean().default(false),
});

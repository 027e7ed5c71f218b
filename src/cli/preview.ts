import type { Channel, ChannelSettings } from '../channels/channel.js';
import { parseSettings } from '../channels/settings.js';
import { deliveryKey } from '../digests/delivery-key.js';
import type { DigestContent } from '../digests/digest.js';
import { previewDigest } from '../digests/preview.js';
import { AppError } from '../errors.js';
import { createDeeds } from '../wiring/deeds.js';
import { previewPublisher } from '../wiring/publishers.js';
import type { Runtime } from '../wiring/runtime.js';
import { printContent } from '../wiring/terminal-digest.js';
import { requireChannel } from './channels.js';
import type { Output } from './output.js';

export interface PreviewOptions {
  readonly channel?: string;
  readonly as: string;
  readonly topic?: string;
  readonly count?: string;
  readonly json?: boolean;
}

const PLATFORMS = ['terminal', 'discord', 'slack', 'email'] as const;

/** Shows the frozen digest of today if there is one, else what would be posted as of now. */
export async function showPreview(options: PreviewOptions, runtime: Runtime, output: Output): Promise<void> {
  const platform = PLATFORMS.find((name) => name === options.as);
  if (platform === undefined)
    throw new AppError(`"${options.as}" is no platform.`, {
      code: 'usage',
      hint: `Use ${PLATFORMS.join(', ')}.`,
    });
  const { stores } = runtime;
  const channel =
    options.channel === undefined ? null : await requireChannel(stores.channels, options.channel);
  const settings = changed(options, channel);
  const now = await stores.clock.now();
  const request = settings === null ? { channel, now } : { channel, now, settings };
  const preview = await previewDigest(request, createDeeds(runtime, null).compose);
  if (options.json === true && (platform === 'terminal' || preview.kind === 'empty')) output.json(preview);
  else if (preview.kind === 'empty') output.line(preview.empty.line);
  else if (platform === 'terminal') await printContent(preview.content);
  else output.json(await messagesOf(preview.content, platform, channel));
}

// --- Internal helpers ---

/** Settings with what the options change; null when they change nothing. */
function changed(options: PreviewOptions, channel: Channel | null): ChannelSettings | null {
  const { topic, count } = options;
  if (topic === undefined && count === undefined) return null;
  const base = { time: '09:00', zone: 'UTC' };
  const input = {
    ...(channel === null ? base : {}),
    count,
    topics: topic === undefined ? undefined : [topic],
  };
  const parsed = parseSettings(input, channel?.address.platform ?? 'terminal', channel);
  if (parsed.ok) return parsed.settings;
  throw new AppError(parsed.faults.map(({ message }) => message).join('\n'), { code: 'usage' });
}

/** The very payloads that would be sent, made by the publisher that posts. */
async function messagesOf(
  content: DigestContent,
  platform: 'discord' | 'slack' | 'email',
  channel: Channel | null,
) {
  const address = channel?.address ?? { platform, workspace: 'preview', place: 'preview' };
  const channelId = channel?.id ?? 0;
  const { slot } = content;
  const keyOf = (position: number): string => deliveryKey({ address, channelId, slot, position });
  const publisher = await previewPublisher(platform);
  const parts = publisher.render(content, channel?.layout ?? 'thread', keyOf);
  return parts.map(({ kind, payload }) => ({ kind, payload }));
}

/** Name of our message metadata; any app of the workspace can read it, so it carries the opaque key only. */
export const METADATA_EVENT = 'broadsheet_part';

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: { readonly k: string };
}

/** The marker is written twice, because Slack's documents disagree on whether unregistered metadata is kept. */
export function metadataOf(key: string): MessageMetadata {
  return { event_type: METADATA_EVENT, event_payload: { k: key } };
}

/** `block_id` of the first block. */
export function blockIdOf(key: string): string {
  return `d:${key}`;
}

/** `block_id` of the first block of an answer that one person reads alone: its pages may be turned in its place. */
export const DIRECT = 'direct';

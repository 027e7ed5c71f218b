import type { ChannelAddress, Platform } from './channel.js';

/** What a platform tells of the places that digests go to. Most of them are of no channel that is stored. */
export type PlaceEvent =
  /** Nothing can be posted there any more; `reason` is for people. */
  | { readonly kind: 'lost'; readonly address: ChannelAddress; readonly reason: string }
  /** The same for every channel of a workspace, of the whole platform when that is null. */
  | {
      readonly kind: 'lost-workspace';
      readonly platform: Platform;
      readonly workspace: string | null;
      readonly reason: string;
    }
  /** Something changed that may have removed what is in the way of a paused channel. */
  | {
      readonly kind: 'changed';
      readonly platform: Platform;
      /** Null: anywhere. */
      readonly workspace: string | null;
      /** Null: in the whole workspace. */
      readonly place: string | null;
      /** The very cause of a pause is gone (invited again, unarchived), not just something that may be it. */
      readonly back: boolean;
    }
  | { readonly kind: 'renamed'; readonly address: ChannelAddress; readonly name: string }
  /** The place has another id from now on. */
  | { readonly kind: 'moved'; readonly address: ChannelAddress; readonly place: string };

/** Does what an event asks for. Never rejects. */
export type HearPlace = (event: PlaceEvent) => Promise<void>;

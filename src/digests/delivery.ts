/** One step of a digest on a platform. `post` is a forum post: head and thread in one. */
export type PartKind = 'head' | 'thread' | 'card' | 'post';

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'unknown' | 'failed' | 'skipped';

/** What a platform's publisher is handed as JSON; byte-identical on every attempt. */
export type Payload = Readonly<Record<string, unknown>>;

/** A part as rendered, before it is stored. */
export interface PlannedPart {
  readonly kind: PartKind;
  readonly payload: Payload;
  /** The papers a reader has had once this part is there: one for a card, all for a compact head. */
  readonly paperIds: readonly string[];
}

/** The ledger row of one part. Instants are database time. */
export interface Delivery {
  /** `deliveryKey` of channel, slot and position; 64 hex characters. */
  readonly key: string;
  readonly digestId: number;
  /** 0-based order within the digest. */
  readonly position: number;
  readonly kind: PartKind;
  readonly payload: Payload;
  readonly paperIds: readonly string[];
  readonly state: DeliveryState;
  /** Fencing token of whoever holds the row; null when nobody does. */
  readonly claimToken: string | null;
  readonly leaseUntil: Date | null;
  /** Not to be touched before this instant (429, backoff, settling). */
  readonly notBefore: Date | null;
  /** First and last send of the current try; a resend after a negative look starts a new try. */
  readonly firstSendAt: Date | null;
  readonly lastSendAt: Date | null;
  /** Sends so far, over all tries. */
  readonly attempts: number;
  /** Tries started again after the place was read back and the part was not there. */
  readonly resends: number;
  /** Looks that could not tell, in a row. */
  readonly blindLooks: number;
  /** Unknown for good until a person decides; later cards may pass it. */
  readonly parked: boolean;
  readonly remoteId: string | null;
  readonly lastError: string | null;
  /** When a person asked for it to be sent again: it is fresh from there on, not from its slot. */
  readonly askedAt?: Date | null;
}

/** True for a thread that could not be opened: its `remoteId` is the channel itself, where the cards go instead. */
export function isRerouted({ kind, state, remoteId }: Delivery): boolean {
  return kind === 'thread' && state === 'skipped' && remoteId !== null;
}

/** The columns a decision may change; the rest of the row stays. */
export type DeliveryPatch = Partial<
  Pick<
    Delivery,
    | 'state'
    | 'claimToken'
    | 'leaseUntil'
    | 'notBefore'
    | 'firstSendAt'
    | 'lastSendAt'
    | 'attempts'
    | 'resends'
    | 'blindLooks'
    | 'parked'
    | 'remoteId'
    | 'lastError'
    | 'askedAt'
  >
>;

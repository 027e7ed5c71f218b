/** Which deliveries something happened to, by delivery key or, for a whole digest, by its id. */
export interface FaultLog {
  note(where: { readonly key?: string; readonly digestId?: number }, what: string, killed?: boolean): void;
  /** A person deleted something there. */
  meddle(place: string): void;
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly digests: ReadonlyMap<number, readonly string[]>;
  readonly killedKeys: ReadonlySet<string>;
  readonly killedDigests: ReadonlySet<number>;
  readonly meddled: ReadonlySet<string>;
}

export function createFaultLog(): FaultLog {
  const keys = new Map<string, string[]>();
  const digests = new Map<number, string[]>();
  const killedKeys = new Set<string>();
  const killedDigests = new Set<number>();
  const meddled = new Set<string>();
  const push = <K>(map: Map<K, string[]>, key: K, what: string) => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [what]);
    else list.push(what);
  };
  return {
    keys,
    digests,
    killedKeys,
    killedDigests,
    meddled,
    note({ key, digestId }, what, killed = false) {
      if (key !== undefined) {
        push(keys, key, what);
        if (killed) killedKeys.add(key);
      }
      if (digestId !== undefined) {
        push(digests, digestId, what);
        if (killed) killedDigests.add(digestId);
      }
    },
    meddle: (place) => void meddled.add(place),
  };
}

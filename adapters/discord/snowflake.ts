/** Discord's epoch, the first millisecond of 2015 (reference: "Snowflakes"). */
const EPOCH = 1_420_070_400_000n;

/** The smallest id that can have been made at this instant. @param ms Unix milliseconds */
export function snowflakeAt(ms: number): string {
  const since = BigInt(Math.trunc(ms)) - EPOCH;
  return ((since > 0n ? since : 0n) << 22n).toString();
}

/** When an id was made, Unix milliseconds. */
export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH);
}

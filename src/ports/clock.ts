/** The one clock: database time, replaceable in tests through `broadsheet.clock()`. */
export interface Clock {
  now(): Promise<Date>;
}

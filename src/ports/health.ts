/** Tells whether one part of the program serves. */
export interface HealthProbe {
  readonly name: string;
  /** A rejection counts as not serving. */
  check(signal: AbortSignal): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

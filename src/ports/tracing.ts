/** Attributes of a piece of work, for logs and spans: words of small sets, numbers and ids; never what people wrote. */
export type WorkFields = Readonly<Record<string, string | number>>;

/** A place in a trace: 32 and 16 hexadecimal digits, as W3C Trace Context has them. */
export interface SpanPlace {
  readonly trace: string;
  readonly span: string;
}

/** What sends spans to whoever collects them. */
export interface Spans {
  /** Null outside of any span. */
  current(): SpanPlace | null;
  /** A trace that begins within `act` gets this id. */
  rootedIn<T>(trace: string, act: () => T): T;
  /** Does `act` as a span; one that throws is marked as failed. */
  span<T>(name: string, fields: WorkFields, act: () => Promise<T>): Promise<T>;
  /** Links the present span with others that led to it. */
  link(others: readonly SpanPlace[]): void;
}

/** Ties together what is said and measured of one piece of work, wherever it is done. */
export interface Tracing {
  /** Does a step of a digest. Its trace id is the same in every process, for composing and for every try to deliver. */
  ofDigest<T>(digestId: number, name: string, act: () => Promise<T>): Promise<T>;
  /** Does a piece of work that is about no digest, under a fresh trace id unless it is a part of one already. */
  ofWork<T>(name: string, fields: WorkFields, act: () => Promise<T>): Promise<T>;
  /** Enqueues work on a digest, so that whoever does it knows its trace. */
  enqueueOf<T>(digestId: number, act: () => T): T;
  /** The trace id of what is being done now: 32 hexadecimal digits; null outside of any work. */
  current(): string | null;
  /** Where the work that is being done now can be found again: its trace id, with its span where there is one. */
  place(): string | null;
  /** Notes that the present work stands on earlier work. @param places of `place` */
  standsOn(places: readonly string[]): void;
}

/** Attributes of a piece of work, for logs and spans: words of small sets, numbers and ids; never what people wrote. */
export type WorkFields = Readonly<Record<string, string | number>>;

/** Ties together what is said and measured of one piece of work, wherever it is done. */
export interface Tracing {
  /** Does a step of a digest. Its trace id is the same in every process, for composing and for every try to deliver. */
  ofDigest<T>(digestId: number, name: string, act: () => Promise<T>): Promise<T>;
  /** Does a piece of work that is about no digest, under a fresh trace id unless it is a part of one already. */
  ofWork<T>(name: string, fields: WorkFields, act: () => Promise<T>): Promise<T>;
  /** The trace id of what is being done now: 32 hexadecimal digits; null outside of any work. */
  current(): string | null;
}

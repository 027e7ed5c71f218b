/** The model of papers' attention that was learned last, as text; what it means is `src/ranking/expect`'s affair. */
export interface StoredModel {
  readonly learnedAt: Date;
  readonly text: string;
}

export interface ModelStore {
  /** When the latest model was learned; null when there is none. */
  learnedAt(): Promise<Date | null>;
  /** Null when there is none. */
  latest(): Promise<StoredModel | null>;
  /**
   * Takes the turn to learn, for all processes on this database.
   * @param againMs how long nobody else gets it, milliseconds
   * @returns false when it was taken within that time
   */
  takeTurn(againMs: number): Promise<boolean>;
  /** Replaces the latest model, unless a later one is stored. @param skill how well it did, for people who look */
  save(model: StoredModel, skill: object): Promise<void>;
}

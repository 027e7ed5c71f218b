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
  /** Replaces the latest model, unless a later one is stored. @param skill how well it did, for people who look */
  save(model: StoredModel, skill: object): Promise<void>;
}

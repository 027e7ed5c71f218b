/** Every command under `/papers`. */
export type CommandName =
  | 'search'
  | 'trending'
  | 'show'
  | 'similar'
  | 'why'
  | 'subscribe'
  | 'unsubscribe'
  | 'topics'
  | 'schedule'
  | 'pause'
  | 'resume'
  | 'preview'
  | 'now'
  | 'saved'
  | 'taste'
  | 'doctor'
  | 'forget'
  | 'help';

/** What is suggested while an option is typed. */
export type SuggestKind = 'topic' | 'own-topic' | 'paper' | 'zone' | 'command';

export interface OptionDefinition {
  /** Lower case, one word: `topic`. */
  readonly name: string;
  /** At most 100 characters, no full stop. */
  readonly summary: string;
  readonly required: boolean;
  readonly kind: 'text' | 'number' | 'flag' | 'choice';
  /** For `choice`: at most 25. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly suggest?: SuggestKind;
  /** For `number`, both inclusive. */
  readonly least?: number;
  readonly most?: number;
}

/** Option values as people gave them; an option left out is absent. */
export type OptionValues = Readonly<Record<string, string>>;

export interface CommandDefinition {
  readonly name: CommandName;
  /** Second word that belongs to the name: `forget me`. A subcommand group on Discord. */
  readonly second?: string;
  /** At most 100 characters, no full stop. */
  readonly summary: string;
  readonly options: readonly OptionDefinition[];
  /** Option that takes the whole text after the command's name when it is typed as text. */
  readonly rest?: string;
  /** `public` for all to see; a function of the options, decided before anything is looked up. */
  readonly visibility: (options: OptionValues) => Visibility;
  /** `managers`: only those who may change the channel's settings. */
  readonly allowed: 'everyone' | 'managers';
  /** As typed, without `/papers`: `search "speech recognition" -survey`. */
  readonly examples: readonly string[];
}

export type Visibility = 'private' | 'public';

/** Where a fact about a paper comes from. */
export type SourceName = 'huggingface' | 'arxiv';

/** Who tells no facts, only how much attention papers get that are known already. */
export type SignalSourceName = 'github' | 'hackernews' | 'semanticscholar' | 'paperswithcode';

/** Everybody who is read. */
export type AnySourceName = SourceName | SignalSourceName;

/** A calendar day without time or zone, `YYYY-MM-DD`. Never derived by shifting a midnight instant. */
export type PlainDate = string;

/**
 * One work, merged from everything its sources said.
 * Text is as the source gave it but for collapsed white space; it is untrusted until `text/clean` has had it.
 */
export interface Paper {
  /** arXiv id without version (`2607.23193`, `hep-th/9901001`), else `doi:…` or `url:…`. */
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  /** arXiv categories, primary first when it is known; empty when no source told. */
  readonly categories: readonly string[];
  readonly primaryCategory: string | null;
  /** Day of the first version, when known. */
  readonly publishedOn: PlainDate | null;
  /** Earliest list day or announcement day; for a paper seen only elsewhere its publication day, else the day first seen. */
  readonly firstListedOn: PlainDate;
  /** One machine-written sentence from Hugging Face; must be labelled as such wherever it is shown. */
  readonly aiSummary: string | null;
  readonly keywords: readonly string[];
  readonly organization: string | null;
  /** https URL of a public code repository, validated. */
  readonly codeUrl: string | null;
  readonly projectUrl: string | null;
  /** https URL of a picture on a host the source owns. */
  readonly thumbnailUrl: string | null;
  readonly onHuggingFace: boolean;
  /** Author comment on arXiv ("12 pages, accepted at …"). */
  readonly comment: string | null;
  /** Whose title, abstract and authors these are; arXiv's own text wins over a copy of it. */
  readonly textSource: SourceName;
}

/** What one source says of one paper; absent fields leave what is known untouched. */
export interface PaperFacts {
  readonly id: string;
  readonly source: SourceName;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly categories?: readonly string[];
  readonly primaryCategory?: string;
  readonly publishedOn?: PlainDate;
  readonly aiSummary?: string;
  readonly keywords?: readonly string[];
  readonly organization?: string;
  readonly codeUrl?: string;
  readonly projectUrl?: string;
  readonly thumbnailUrl?: string;
  readonly comment?: string;
}

import type { ChatPlatform } from '../commands/request.js';

/**
 * What becomes of a message of unknown outcome whose place cannot be read back: it stays unknown until a person settles
 * it, or it is sent once more and may then be there twice.
 */
export type Preference = 'no-duplicate' | 'delivery';

export interface WorkspaceSettings {
  /** Whether links to papers are shown as cards (Slack). Default true. */
  readonly unfurl: boolean;
  /** Default `no-duplicate`. */
  readonly prefer: Preference;
}

export interface WorkspaceAddress {
  readonly platform: ChatPlatform;
  readonly workspace: string;
}

/** How many of each were deleted. */
export interface ForgottenWorkspace {
  readonly channels: number;
  readonly feedback: number;
  readonly saved: number;
  /** Settings of the workspace itself. */
  readonly settings: number;
}

export interface WorkspaceStore {
  get(platform: ChatPlatform, workspace: string): Promise<WorkspaceSettings>;
  /** Changes what is named and leaves the rest. */
  put(platform: ChatPlatform, workspace: string, settings: Partial<WorkspaceSettings>): Promise<void>;
  /** Those that have settings of their own, by platform and id. */
  list(): Promise<readonly (WorkspaceSettings & WorkspaceAddress)[]>;
  /**
   * Deletes all that is kept about a workspace, all or nothing: its channels with their digests, what was said of papers
   * there, its settings, and on Slack what its people saved. A Discord user's saved papers are no server's.
   */
  forget(platform: ChatPlatform, workspace: string): Promise<ForgottenWorkspace>;
}

/** Small facts that outlive a process, by name: the hash of what was registered. */
export interface FactStore {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  /** Stores `value` unless there is one already. @returns what is stored now */
  putOnce(name: string, value: string): Promise<string>;
}

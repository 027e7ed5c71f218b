import type { ChatPlatform } from '../commands/request.js';

export interface WorkspaceSettings {
  /** Whether links to papers are shown as cards (Slack). Default true. */
  readonly unfurl: boolean;
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
  put(platform: ChatPlatform, workspace: string, settings: WorkspaceSettings): Promise<void>;
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

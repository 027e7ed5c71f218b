import type { ChatPlatform } from '../commands/request.js';

export interface WorkspaceSettings {
  /** Whether links to papers are shown as cards (Slack). Default true. */
  readonly unfurl: boolean;
}

export interface WorkspaceStore {
  get(platform: ChatPlatform, workspace: string): Promise<WorkspaceSettings>;
  put(platform: ChatPlatform, workspace: string, settings: WorkspaceSettings): Promise<void>;
}

/** Small facts that outlive a process, by name: the hash of what was registered. */
export interface FactStore {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  /** Stores `value` unless there is one already. @returns what is stored now */
  putOnce(name: string, value: string): Promise<string>;
}

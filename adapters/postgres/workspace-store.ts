import type { FactStore, WorkspaceSettings, WorkspaceStore } from '../../src/ports/workspace-store.js';
import { type Sql, text } from './sql.js';

const USUAL: WorkspaceSettings = { unfurl: true };

export function createWorkspaceStore(sql: Sql): WorkspaceStore {
  return {
    get: async (platform, workspace) => {
      const rows = await sql.query<WorkspaceSettings>(
        'select unfurl from broadsheet.workspaces where platform = $1 and workspace = $2',
        [platform, text(workspace)],
      );
      return rows[0] ?? USUAL;
    },

    put: async (platform, workspace, { unfurl }) => {
      await sql.query(
        `insert into broadsheet.workspaces (platform, workspace, unfurl) values ($1, $2, $3)
         on conflict (platform, workspace) do update set unfurl = excluded.unfurl`,
        [platform, text(workspace), unfurl],
      );
    },
  };
}

export function createFactStore(sql: Sql): FactStore {
  return {
    get: async (name) => {
      const rows = await sql.query<{ value: string }>('select value from broadsheet.facts where name = $1', [
        text(name),
      ]);
      return rows[0]?.value ?? null;
    },

    put: async (name, value) => {
      await sql.query(
        `insert into broadsheet.facts (name, value, stored_at) values ($1, $2, broadsheet.clock())
         on conflict (name) do update set value = excluded.value, stored_at = excluded.stored_at`,
        [text(name), text(value)],
      );
    },

    putOnce: async (name, value) => {
      // Setting the name to itself makes the row of whoever was first come back, however close they were.
      const rows = await sql.query<{ value: string }>(
        `insert into broadsheet.facts as f (name, value, stored_at) values ($1, $2, broadsheet.clock())
         on conflict (name) do update set name = f.name returning value`,
        [text(name), text(value)],
      );
      return rows[0]?.value ?? value;
    },
  };
}

import type { ChatPlatform } from '../../src/commands/request.js';
import type {
  FactStore,
  ForgottenWorkspace,
  WorkspaceAddress,
  WorkspaceSettings,
  WorkspaceStore,
} from '../../src/ports/workspace-store.js';
import { type Query, type Sql, text } from './sql.js';
import { deleteTraces } from './traces.js';

const USUAL: WorkspaceSettings = { unfurl: true, prefer: 'no-duplicate' };
/** Rows written by an older release have no preference. */
const SETTINGS = `unfurl, coalesce(prefer, 'no-duplicate') as prefer`;

export function createWorkspaceStore(sql: Sql): WorkspaceStore {
  return {
    get: async (platform, workspace) => {
      const rows = await sql.query<WorkspaceSettings>(
        `select ${SETTINGS} from broadsheet.workspaces where platform = $1 and workspace = $2`,
        [platform, text(workspace)],
      );
      return rows[0] ?? USUAL;
    },

    put: async (platform, workspace, { unfurl = null, prefer = null }) => {
      await sql.query(
        `insert into broadsheet.workspaces as w (platform, workspace, unfurl, prefer)
         values ($1, $2, coalesce($3::boolean, $5::boolean), $4::text)
         on conflict (platform, workspace) do update
           set unfurl = coalesce($3::boolean, w.unfurl), prefer = coalesce($4::text, w.prefer)`,
        [platform, text(workspace), unfurl, prefer, USUAL.unfurl],
      );
    },

    list: () =>
      sql.query<WorkspaceSettings & WorkspaceAddress>(
        `select platform, workspace, ${SETTINGS} from broadsheet.workspaces
         order by platform, workspace collate "C"`,
      ),

    forget: (platform, workspace) =>
      sql.transaction((query) => forgetWorkspace(query, platform, text(workspace))),
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

// --- Internal helpers ---

async function forgetWorkspace(
  query: Query,
  platform: ChatPlatform,
  workspace: string,
): Promise<ForgottenWorkspace> {
  const key = `${platform}:${workspace}`;
  const channels = await query<{ id: number }>(
    'delete from broadsheet.channels where platform = $1 and workspace = $2 returning id',
    [platform, workspace],
  );
  const feedback = await query<{ person: string }>(
    `delete from broadsheet.feedback where starts_with(channel_key, $1) returning person`,
    [`${key}:`],
  );
  // What was saved before the workspace was noted is reached through those who also gave an opinion.
  const people = platform === 'slack' ? [...new Set(feedback.map(({ person }) => person))] : [];
  const saved = await query<{ person: string }>(
    'delete from broadsheet.saved_papers where workspace = $1 or person = any($2::text[]) returning person',
    [key, people],
  );
  // On Discord a person is the same everywhere and keeps what was saved, but not where.
  await query('update broadsheet.saved_papers set channel_key = null where starts_with(channel_key, $1)', [
    `${key}:`,
  ]);
  const settings = await query<{ workspace: string }>(
    'delete from broadsheet.workspaces where platform = $1 and workspace = $2 returning workspace',
    [platform, workspace],
  );
  await deleteTraces(query, key);
  return {
    channels: channels.length,
    feedback: feedback.length,
    saved: saved.length,
    settings: settings.length,
  };
}

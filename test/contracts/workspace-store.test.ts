import { describe, expect, it } from 'vitest';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';

describe.each(testDatabases)('a workspace on the $name database', ({ open }) => {
  const here = freshStores(open, ['workspaces']);

  it('shows links as cards until it is told not to', async () => {
    const usual = { unfurl: true, prefer: 'no-duplicate' };
    expect(await here.stores.workspaces.get('slack', 'T1')).toEqual(usual);
    await here.stores.workspaces.put('slack', 'T1', { unfurl: false });
    expect(await here.stores.workspaces.get('slack', 'T1')).toEqual({ ...usual, unfurl: false });
    expect(await here.stores.workspaces.get('slack', 'T2')).toEqual(usual);
    await here.stores.workspaces.put('slack', 'T1', { unfurl: true });
    expect(await here.stores.workspaces.get('slack', 'T1')).toEqual(usual);
  });

  it('changes what is named and leaves the rest, and is listed once it has settings of its own', async () => {
    expect(await here.stores.workspaces.list()).toEqual([]);
    await here.stores.workspaces.put('slack', 'T2', { prefer: 'delivery' });
    expect(await here.stores.workspaces.get('slack', 'T2')).toEqual({ unfurl: true, prefer: 'delivery' });
    await here.stores.workspaces.put('slack', 'T2', { unfurl: false });
    await here.stores.workspaces.put('discord', '11', { prefer: 'no-duplicate' });
    // As an older release stores it.
    await here.database.pool.query(
      `insert into broadsheet.workspaces (platform, workspace, unfurl) values ('slack', 'T1', true)`,
    );
    expect(await here.stores.workspaces.list()).toEqual([
      { platform: 'discord', workspace: '11', unfurl: true, prefer: 'no-duplicate' },
      { platform: 'slack', workspace: 'T1', unfurl: true, prefer: 'no-duplicate' },
      { platform: 'slack', workspace: 'T2', unfurl: false, prefer: 'delivery' },
    ]);
    await here.stores.workspaces.put('slack', 'T2', { prefer: 'no-duplicate' });
    expect(await here.stores.workspaces.get('slack', 'T2')).toEqual({
      unfurl: false,
      prefer: 'no-duplicate',
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/bot-process.js';
import { startWorld, type World } from '../support/world.js';

const WHEN = ['--time', '09:00', '--zone', 'UTC'];

/** Each command is a process with a database of its own; the first one makes it. */
describe('setting a channel up from the command line', { timeout: 120_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const run = (...args: string[]) => runCli(args, world.env);

  it('is not well while a platform is on and has no channel', async () => {
    const { code, stdout } = await run('doctor');
    expect(stdout).toContain('✗ Discord: no channel yet');
    expect(stdout).toContain('✗ Slack: no channel yet');
    expect(stdout).toContain('channels add slack:TEAM:CHANNEL');
    expect(code).toBe(1);
  });

  it('says at once that the id of an added channel is wrong', async () => {
    const wrong = `discord:${world.discord.guildId}:1234567890`;
    const { code, stdout } = await run('channels', 'add', wrong, ...WHEN);
    expect(stdout).toContain(`${wrong} is added.`);
    expect(stdout).toContain('✗ Discord knows no channel 1234567890.');
    expect(code).toBe(0);
    await run('channels', 'remove', wrong);
  });

  it('refuses a channel under the id of another server or workspace: it would get everything twice', async () => {
    const elsewhere = `discord:111111111111111111:${world.discord.textChannelId}`;
    const onDiscord = await run('channels', 'add', elsewhere, ...WHEN);
    expect(onDiscord.stderr).toContain(`Use ${world.discordKey}.`);
    const onSlack = await run('channels', 'add', `slack:TWRONG123:${world.slack.channelId}`, ...WHEN);
    expect(onSlack.stderr).toContain(world.slackKey);
    expect([onDiscord.code, onSlack.code]).toEqual([1, 1]);
    expect((await run('channels', 'list', '--json')).stdout.trim()).toBe('[]');
  });

  it('knows a slip in a command of channels', async () => {
    const { code, stderr } = await run('channels', 'remov', world.discordKey);
    expect(stderr).toContain('Did you mean channels remove?');
    expect(code).toBe(1);
  });

  it('says at once that the platform of an added channel is off, and what turns it on', async () => {
    const off = { ...world.env, DISCORD_TOKEN: '', DISCORD_APP_ID: '' };
    const { stdout } = await runCli(['channels', 'add', world.discordKey, ...WHEN], off);
    expect(stdout).toContain('✗ Discord is off.\n    Set DISCORD_TOKEN.');
    const posted = await runCli(['post', '--channel', world.discordKey, '--now'], off);
    expect(posted.stderr).toContain('Discord is off. Set DISCORD_TOKEN.');
  });

  it('adds a good channel without complaint, and names it when it is paused and resumed', async () => {
    const added = await run('channels', 'add', world.discordKey, ...WHEN);
    expect(added.stdout).not.toContain('✗');
    const paused = await run('channels', 'pause', world.discordKey);
    expect(paused.stdout).toContain(`${world.discordKey} is paused.`);
    const resumed = await run('channels', 'resume', world.discordKey);
    expect(resumed.stdout).toContain(`${world.discordKey} is resumed.`);
  });

  it('refuses to list the deliveries of what is no channel', async () => {
    const { code, stderr } = await run('deliveries', '--channel', 'papers');
    expect(stderr).toContain('"papers" is no channel.');
    expect(code).toBe(1);
  });
});

import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BITS } from '../fakes/discord/state.js';
import { startSmtp } from '../fakes/smtp.js';
import { runCli, scratchFolder, until, type Env } from '../support/bot-process.js';
import { freshDataDir } from '../support/embedded-template.js';
import { atTerminal, type Terminal } from '../support/terminal.js';
import { startWorld, type World } from '../support/world.js';

const TOKENS = ['DISCORD_TOKEN', 'DISCORD_APP_ID', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'];

/** The built program at a pseudo terminal, with a person who reads and types. */
describe('broadsheet init', { timeout: 120_000 }, () => {
  let world: World;
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let env: Env;
  beforeEach(async () => {
    [world, folder] = await Promise.all([startWorld(), scratchFolder()]);
    const kept = Object.entries(world.env).filter(([name]) => !TOKENS.includes(name));
    env = { ...Object.fromEntries(kept), DATA_DIR: await freshDataDir() };
  });
  afterEach(async () => {
    await Promise.all([world.close(), folder.remove()]);
    await rm(env['DATA_DIR'] ?? '', { recursive: true, force: true, maxRetries: 10 });
  });

  const start = (more: Env = {}): Terminal => atTerminal(['init'], { ...env, ...more }, folder.path);
  const text = (): Promise<string> => readFile(join(folder.path, '.env'), 'utf8');
  const settings = async () => parseEnv(await text());

  async function choose(at: Terminal, platform: 'Discord' | 'Slack'): Promise<void> {
    await at.sees('Where will it run?');
    at.presses('enter');
    await at.sees('Where shall digests go?');
    at.presses(...(platform === 'Slack' ? (['down'] as const) : []), 'space', 'enter');
  }

  async function confirmSchedule(at: Terminal): Promise<void> {
    for (const question of ['At what time', 'In which time zone', 'On which days', 'About what?']) {
      await at.sees(question);
      at.enters();
    }
  }

  it('refuses without a terminal, and names the file to fill in instead', async () => {
    const { code, stderr } = await runCli(['init'], env);
    expect(stderr).toContain('no terminal to ask them in. Copy .env.example to .env');
    expect(code).toBe(1);
  });

  it('takes Discord from a wrong token to the first digest', async () => {
    const { discord } = world;
    discord.addChannel({
      name: 'staff-only',
      overwrites: [
        { id: discord.guildId, type: 0, allow: 0n, deny: BITS.viewChannel },
        { id: discord.botId, type: 1, allow: 0n, deny: BITS.viewChannel },
      ],
    });
    const at = start();
    await choose(at, 'Discord');
    await at.sees('Paste the bot token');
    at.enters('two words');
    await at.sees('contains white space');
    at.presses(...Array.from({ length: 9 }, () => 'backspace' as const));
    at.enters('not-the-token');
    await at.sees('Discord does not accept this token.');
    await at.sees('Paste the bot token');
    at.enters(discord.token);
    await at.sees('the bot of “Paper Desk”');
    await at.sees(`oauth2/authorize?client_id=${discord.appId}&scope=bot&permissions=`);
    await at.sees('Discord knows the commands');
    await at.sees('Choose a first channel in Discord now?');
    at.presses('enter');
    await at.sees('Which channel?');
    await at.sees('#papers');
    at.presses('enter');
    await confirmSchedule(at);
    await at.sees(`${world.discordKey} is added.`);
    await at.sees('Post a digest to');
    at.presses('up', 'enter');
    await at.sees('Posted 5 papers');
    await at.sees('npm start');
    expect(await at.ended).toBe(0);

    expect(discord.messages(discord.textChannelId)).toHaveLength(1);
    expect(discord.state.commands.get('global')).not.toHaveLength(0);
    expect(at.screen()).not.toContain('staff-only');
    expect(at.screen()).not.toContain(discord.token);
    const { DISCORD_TOKEN, DISCORD_APP_ID } = await settings();
    expect({ DISCORD_TOKEN, DISCORD_APP_ID }).toEqual({
      DISCORD_TOKEN: discord.token,
      DISCORD_APP_ID: discord.appId,
    });
    expect(await text()).toContain('# Bot token from the developer portal');
    expect((await stat(join(folder.path, '.env'))).mode & 0o777).toBe(0o600);
  });

  it('waits until the bot is invited, and can be left while Discord does not answer', async () => {
    const { discord } = world;
    discord.removeBot(discord.guildId);
    const at = start();
    await choose(at, 'Discord');
    await at.sees('Paste the bot token');
    at.enters(discord.token);
    await at.sees('Choose a first channel');
    at.enters();
    await at.sees('The bot is in no server yet.');
    await at.sees('Look again?');
    discord.inviteBot(discord.guildId);
    discord.addGuild({ name: 'Another group' });
    at.enters();
    await at.sees('Which server?');
    at.enters();
    await at.sees('#papers');
    at.presses('ctrlC');
    expect(await at.ended).toBe(130);

    discord.fault({ act: 'hang' }, { when: ({ path }) => path === '/applications/@me', times: 9 });
    const again = start();
    await again.sees('Where will it run?');
    again.enters();
    await again.sees('Where shall digests go?');
    const before = discord.requests.length;
    again.enters();
    await until(
      () => discord.requests.length > before,
      10_000,
      () => 'Discord was not asked',
    );
    again.presses('ctrlC');
    await again.sees('What you confirmed is kept');
    expect(await again.ended).toBe(130);
    expect((await settings())['DISCORD_TOKEN']).toBe(discord.token);
  });

  it('goes on with Slack where Ctrl-C left it, and enters the channel that is chosen', async () => {
    const { slack } = world;
    const talk = slack.addChannel({ name: 'zz-reading', isMember: false });
    const at = start();
    await choose(at, 'Slack');
    await at.sees('How shall Slack reach the bot?');
    at.presses('enter');
    await at.sees('"socket_mode_enabled": true');
    await at.sees('Paste the bot token');
    at.enters('xapp-1-swapped');
    await at.sees('holds another kind of token');
    at.presses(...Array.from({ length: 14 }, () => 'backspace' as const));
    at.enters(slack.botToken);
    await at.sees('Slack knows it: broadsheet in Reading group.');
    await at.sees('Kept: SLACK_BOT_TOKEN.');
    await at.sees('Paste the app-level token');
    at.presses('ctrlC');
    await at.sees('SLACK_APP_TOKEN is missing');
    await at.sees('What you confirmed is kept');
    expect(await at.ended).toBe(130);
    expect((await settings())['SLACK_BOT_TOKEN']).toBe(slack.botToken);

    const again = start();
    await again.sees('Where will it run?');
    again.presses('enter');
    await again.sees('Where shall digests go?');
    again.presses('enter');
    await again.sees('How shall Slack reach the bot?');
    again.presses('enter');
    await again.sees('Slack knows it');
    await again.sees('Keep this SLACK_BOT_TOKEN?');
    again.presses('enter');
    await again.sees('Paste the app-level token');
    again.enters('xapp-wrong');
    await again.sees('Slack does not accept this app-level token (invalid_auth).');
    again.enters(slack.appToken);
    await again.sees('Kept: SLACK_APP_TOKEN.');
    await again.sees('Choose a first channel in Slack now?');
    again.presses('enter');
    await again.sees('Which channel?');
    again.presses('down', 'down', 'enter');
    await confirmSchedule(again);
    await again.sees(`slack:${slack.teamId}:${talk.id} is added.`);
    await again.sees('Post a digest to');
    again.presses('enter');
    expect(await again.ended).toBe(0);
    expect(slack.state.channels.get(talk.id)?.isMember).toBe(true);
    expect(slack.messages(talk.id)).toEqual([]);
    expect(again.screen()).not.toContain(slack.appToken);
    expect((await settings())['SLACK_APP_TOKEN']).toBe(slack.appToken);
  });

  it('lets a platform be for later, and writes nothing then', async () => {
    const at = start();
    await choose(at, 'Discord');
    await at.sees('Paste the bot token');
    at.enters();
    await at.sees('Discord stays off until DISCORD_TOKEN is set.');
    await at.sees('npm start');
    expect(await at.ended).toBe(0);
    await expect(text()).rejects.toThrow(/ENOENT/);
  });

  it('tries the mail server before it keeps it', async () => {
    const smtp = await startSmtp();
    const at = start();
    await at.sees('Where will it run?');
    at.presses('enter');
    await at.sees('Where shall digests go?');
    at.presses('down', 'down', 'space', 'enter');
    for (const server of ['smtp://127.0.0.1:9', smtp.url]) {
      await at.sees('Mail server, like');
      at.enters(server);
      await at.sees('Sender');
      at.enters('papers@example.org');
      await at.sees('At which address do readers reach the page?');
      at.enters();
      if (server === smtp.url) break;
      await at.sees('The mail server does not answer');
      await at.sees('Keep it all the same?');
      at.enters();
    }
    await at.sees('127.0.0.1 takes the login.');
    await at.sees('Kept: SMTP_URL, MAIL_FROM and PUBLIC_URL.');
    await at.sees('/subscribe');
    expect(await at.ended).toBe(0);
    const { SMTP_URL, MAIL_FROM } = await settings();
    expect({ SMTP_URL, MAIL_FROM }).toEqual({ SMTP_URL: smtp.url, MAIL_FROM: 'papers@example.org' });
    await smtp.close();
  });

  it('asks before it exchanges a value, and leaves every other line', async () => {
    const { discord } = world;
    const mine = `# mine\nLOG_LEVEL=debug\nDISCORD_TOKEN=an-old-one # from June\nUNKNOWN='a b'\n`;
    await writeFile(join(folder.path, '.env'), mine);
    const replace = async (answer: 'yes' | 'no'): Promise<void> => {
      const at = start();
      await at.sees('Where will it run?');
      at.presses('enter');
      await at.sees('Where shall digests go?');
      at.presses('enter');
      await at.sees('Discord does not accept this token.');
      await at.sees('Paste the bot token');
      at.enters(discord.token);
      await at.sees('DISCORD_TOKEN has another value in .env. Replace it?');
      at.presses(...(answer === 'yes' ? (['up'] as const) : []), 'enter');
      await at.sees(answer === 'yes' ? 'Kept: DISCORD_TOKEN' : 'Nothing is changed.');
      await at.sees('Choose a first channel');
      at.presses('ctrlC');
      expect(await at.ended).toBe(130);
    };
    await replace('no');
    expect(await text()).toBe(mine);
    await replace('yes');
    expect(await text()).toBe(
      `${mine.replace('an-old-one', discord.token)}DISCORD_APP_ID=${discord.appId}\n`,
    );
  });

  it('makes the keys that containers need, and says how they start', async () => {
    const at = start({ DISCORD_TOKEN: world.discord.token, DISCORD_APP_ID: world.discord.appId });
    await at.sees('Where will it run?');
    at.presses('down', 'enter');
    await at.sees('Where shall digests go?');
    at.presses('enter');
    await at.sees('DISCORD_TOKEN is set in the environment');
    await at.sees('Made: SECRET_KEY and POSTGRES_PASSWORD.');
    await at.sees('docker compose up -d');
    expect(await at.ended).toBe(0);
    const { SECRET_KEY, POSTGRES_PASSWORD, DISCORD_TOKEN } = await settings();
    expect(SECRET_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect(POSTGRES_PASSWORD).toMatch(/^[0-9a-f]{64}$/);
    expect(SECRET_KEY).not.toBe(POSTGRES_PASSWORD);
    expect(DISCORD_TOKEN).toBe('');
  });
});

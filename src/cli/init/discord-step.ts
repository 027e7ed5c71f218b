import { askDiscord, invitationOf } from '../../wiring/setting-up.js';
import { goodToken, type Here } from './keep-token.js';

const USUAL_API = 'https://discord.com/api';

const STEPS = `Discord, in your browser:
1. Create an application at https://discord.com/developers/applications
2. On its page "Bot" press "Reset Token" and copy the token. No privileged intent is needed.`;

/** Gets a bot token and the application's id, and shows the way to invite the bot. */
export async function setUpDiscord(here: Here): Promise<void> {
  const { ask, file } = here;
  if (file.value('DISCORD_TOKEN') === undefined) ask.say(STEPS);
  const apiUrl = file.value('DISCORD_API_URL') ?? USUAL_API;
  const found = await goodToken(
    {
      name: 'DISCORD_TOKEN',
      message: 'Paste the bot token',
      test: async (token) => {
        const owner = await askDiscord(token, apiUrl);
        return { good: `Discord knows it: the bot of “${owner.name}”.`, owner };
      },
    },
    here,
  );
  if (found === null) {
    ask.say('Discord stays off until DISCORD_TOKEN is set.');
    return;
  }
  const appId = found.owner?.appId ?? '';
  const kept = await file.keep({
    ...(file.fromOutside('DISCORD_TOKEN') ? {} : { DISCORD_TOKEN: found.token }),
    ...(file.fromOutside('DISCORD_APP_ID') ? {} : { DISCORD_APP_ID: appId }),
  });
  if (!kept) {
    ask.say('Nothing is changed. Discord goes on with what .env says.');
    return;
  }
  ask.good('Kept: DISCORD_TOKEN and DISCORD_APP_ID.');
  ask.say('Invite the bot to your server; you need the right “Manage Server” there:');
  ask.plain(await invitationOf(appId));
}

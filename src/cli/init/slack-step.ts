import { settingFault } from '../../setup/check-setting.js';
import { publicAddress } from '../../public-address.js';
import { askSlack, askSlackSocket, slackManifest, type SlackLine } from '../../wiring/setting-up.js';
import { goodToken, type Here } from './keep-token.js';

const USUAL_API = 'https://slack.com/api/';

/** Gets the tokens of a Slack app, after showing how one is made from the manifest. */
export async function setUpSlack(here: Here): Promise<void> {
  const { ask, file } = here;
  const isNew = file.value('SLACK_BOT_TOKEN') === undefined;
  const line = await chooseLine(here);
  if (line === null) {
    ask.say('Slack stays as it is.');
    return;
  }
  if (isNew) showManifest(line, here);
  const apiUrl = file.value('SLACK_API_URL') ?? USUAL_API;
  const bot = await goodToken(
    {
      name: 'SLACK_BOT_TOKEN',
      message: 'Paste the bot token, xoxb-…',
      test: async (token) => {
        const owner = await askSlack(token, apiUrl);
        return { good: `Slack knows it: ${owner.name}.`, owner };
      },
    },
    here,
  );
  if (bot === null) {
    ask.say('Slack stays off until SLACK_BOT_TOKEN is set.');
    return;
  }
  const lacks = bot.owner?.lacks ?? [];
  if (lacks.length > 0)
    ask.bad(
      `The app lacks ${lacks.join(', ')}. Add them under "OAuth & Permissions" → "Bot Token Scopes", and install the app again.`,
    );
  if (!(await keepUnlessOutside('SLACK_BOT_TOKEN', bot.token, here))) return;
  await (line.socketMode ? keepAppToken(apiUrl, here) : keepSigningSecret(here));
}

// --- Internal helpers ---

/** How events come: over a line that the bot opens, or by HTTP to an address that Slack can reach; null to leave. */
async function chooseLine({ ask, file }: Here): Promise<SlackLine | null> {
  if (file.value('SLACK_APP_TOKEN') !== undefined) return { socketMode: true };
  const socketMode = await ask.one('How shall Slack reach the bot?', [
    { value: true, label: 'Socket Mode', hint: 'needs no public address' },
    { value: false, label: 'HTTP', hint: 'needs an https address that Slack can reach' },
  ]);
  if (socketMode) return { socketMode };
  const present = file.value('PUBLIC_URL') ?? '';
  const publicUrl = await ask.text({
    message: 'At which https address do people, and Slack, reach this bot?',
    initial: publicAddress(present) === null ? '' : present,
    check: (answer) =>
      publicAddress(answer.trim()) === null
        ? 'Give an https address that can be reached from outside, like https://papers.example.org'
        : settingFault('PUBLIC_URL', answer),
  });
  const given = publicUrl.trim().replace(/\/+$/, '');
  if (!file.fromOutside('PUBLIC_URL') && !(await file.keep({ PUBLIC_URL: given }))) return null;
  return { socketMode, publicUrl: given };
}

function showManifest(line: SlackLine, { ask }: Here): void {
  ask.say(`Slack, in your browser:
1. Open https://api.slack.com/apps → "Create New App" → "From a manifest", choose the workspace, and paste this as JSON:`);
  ask.plain(JSON.stringify(slackManifest(line), null, 2));
  ask.say(`2. "Install to Workspace".
3. "OAuth & Permissions" → copy the "Bot User OAuth Token" (xoxb-…).
${
  line.socketMode
    ? '4. "Basic Information" → "App-Level Tokens" → make one with connections:write and copy it (xapp-…).'
    : '4. "Basic Information" → copy the "Signing Secret".'
}`);
}

async function keepAppToken(apiUrl: string, here: Here): Promise<void> {
  const found = await goodToken(
    {
      name: 'SLACK_APP_TOKEN',
      message: 'Paste the app-level token, xapp-…',
      test: async (token) => {
        await askSlackSocket(token, apiUrl);
        return { good: 'Slack opens a line with it.' };
      },
    },
    here,
  );
  if (found !== null) await keepUnlessOutside('SLACK_APP_TOKEN', found.token, here);
}

/** Nothing can be asked of Slack with it: a wrong one shows when Slack first calls. */
async function keepSigningSecret(here: Here): Promise<void> {
  const { ask, file } = here;
  const name = 'SLACK_SIGNING_SECRET';
  if (file.value(name) !== undefined && (await ask.yes(`Keep the ${name} that is set?`))) return;
  const secret = await ask.secret({
    message: 'Paste the signing secret (hidden; empty to leave it for later)',
    check: (answer) =>
      answer.trim() === '' || /^[0-9a-z]{32}$/i.test(answer.trim())
        ? null
        : 'A signing secret has 32 letters and digits. It is on the page "Basic Information".',
  });
  if (secret.trim() !== '') await keepUnlessOutside(name, secret.trim(), here);
}

async function keepUnlessOutside(
  name: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN' | 'SLACK_SIGNING_SECRET',
  value: string,
  { ask, file }: Here,
): Promise<boolean> {
  if (file.fromOutside(name)) return true;
  const kept = await file.keep({ [name]: value });
  if (kept) ask.good(`Kept: ${name}.`);
  else ask.say('Nothing is changed. Slack goes on with what .env says.');
  return kept;
}

import type { ChannelAddress } from './channel.js';

export type AddressResult =
  | { readonly ok: true; readonly address: ChannelAddress }
  /** What is wrong and the repair, one sentence or two each. */
  | { readonly ok: false; readonly message: string; readonly hint: string };

const FORMS = 'discord:SERVER:CHANNEL, slack:TEAM:CHANNEL, email:-:SUBSCRIBER or terminal:local:stdout';
const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;
const DISCORD_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d+|@me)\/(\d+)/;
const SLACK_LINK = /^https?:\/\/app\.slack\.com\/client\/([TE]\w+)\/([CGD]\w+)/;
const SLACK_ARCHIVE = /^https?:\/\/[\w.-]+\.slack\.com\/archives\/([CGD]\w+)/;

/** Stands for the server of a Discord direct message, which has none: `discord:@me:CHANNEL`. */
export const DISCORD_DIRECT = '@me';

/** Stands where other platforms have a server or workspace: subscribers by mail belong to none. */
export const MAIL_WORKSPACE = '-';

/** The one way to write an address: `discord:SERVER:CHANNEL`, `discord:@me:CHANNEL`, `slack:TEAM:CHANNEL`, `email:-:SUBSCRIBER`, `terminal:local:stdout`. */
export function formatChannelKey(address: ChannelAddress): string {
  return `${address.platform}:${address.workspace}:${address.place}`;
}

/** Reads a channel key as people write or paste it. Total: anything is an address or a repairable fault. */
export function parseChannelKey(text: string): AddressResult {
  const key = text.trim();
  const pasted = fromLink(key);
  if (pasted !== null) return pasted;
  const [platform, workspace, place, ...rest] = key.split(':');
  if (workspace === undefined || place === undefined || rest.length > 0)
    return fault(`"${short(key)}" is no channel.`, `Write it as ${FORMS}.`);
  if (platform === 'discord') return discord(workspace, place);
  if (platform === 'slack') return slack(workspace, place);
  if (platform === 'email') return email(workspace, place);
  if (platform === 'terminal') return terminal(workspace, place);
  return fault(`"${short(platform ?? '')}" is no platform.`, `Write the channel as ${FORMS}.`);
}

/** True for a conversation of the bot with one person: nobody else reads there. @param key as `formatChannelKey` writes it */
export function isDirect(key: string): boolean {
  const [platform, workspace, place = ''] = key.split(':');
  if (platform === 'email') return true;
  return platform === 'slack' ? place.startsWith('D') : workspace === DISCORD_DIRECT;
}

/** True for the id of a Slack workspace or of an Enterprise organization. */
export function isSlackTeam(id: string): boolean {
  return /^[TE][A-Z0-9]+$/.test(id);
}

/** True for the opaque id of a subscriber by mail: 32 hexadecimal digits. */
export function isSubscriberId(id: string): boolean {
  return /^[a-f0-9]{32}$/.test(id);
}

// --- Internal helpers ---

function discord(workspace: string, place: string): AddressResult {
  const ids = workspace === DISCORD_DIRECT ? [place] : [workspace, place];
  const wrong = ids.find((id) => !isSnowflake(id));
  if (wrong === undefined) return found('discord', workspace, place);
  return fault(
    `"${short(wrong)}" is no Discord id.`,
    'A Discord id is a number: switch on Developer Mode in Discord, right-click server and channel, and Copy ID.',
  );
}

function slack(workspace: string, place: string): AddressResult {
  const conversation = /^[CGD][A-Z0-9]+$/;
  if (isSlackTeam(workspace) && conversation.test(place)) return found('slack', workspace, place);
  if (isSlackTeam(place) && conversation.test(workspace))
    return fault('Team and channel are swapped.', `Did you mean slack:${place}:${workspace}?`);
  const idLike = /\d/.test(workspace) && /\d/.test(place);
  if (idLike && isSlackTeam(workspace.toUpperCase()) && conversation.test(place.toUpperCase()))
    return fault(
      'Slack ids are upper case.',
      `Did you mean slack:${workspace.toUpperCase()}:${place.toUpperCase()}?`,
    );
  if (!isSlackTeam(workspace))
    return fault(
      `"${short(workspace)}" is no Slack workspace id.`,
      'It starts with T or E: it is in the address bar of Slack in the browser, app.slack.com/client/T…/C….',
    );
  return fault(
    `"${short(place)}" is no Slack channel id.`,
    'It starts with C, G or D: it is at the end of the channel’s details in Slack.',
  );
}

function email(workspace: string, place: string): AddressResult {
  if (workspace === MAIL_WORKSPACE && isSubscriberId(place)) return found('email', workspace, place);
  return fault(
    'This is no subscriber.',
    'Write email:-:SUBSCRIBER, with the 32 digits of broadsheet channels list. A mail address is no key.',
  );
}

function terminal(workspace: string, place: string): AddressResult {
  if (workspace === 'local' && place === 'stdout') return found('terminal', workspace, place);
  return fault('There is one terminal channel.', 'Write it as terminal:local:stdout.');
}

/** People paste what the browser shows. */
function fromLink(text: string): AddressResult | null {
  const inDiscord = DISCORD_LINK.exec(text);
  if (inDiscord !== null) return discord(inDiscord[1] ?? '', inDiscord[2] ?? '');
  const inSlack = SLACK_LINK.exec(text);
  if (inSlack !== null) return slack(inSlack[1] ?? '', inSlack[2] ?? '');
  const archive = SLACK_ARCHIVE.exec(text);
  if (archive === null) return null;
  return fault(
    'This link does not name the workspace’s id.',
    `Write slack:TEAM:${archive[1] ?? ''}, with the T… id from app.slack.com/client/T…/C….`,
  );
}

function isSnowflake(id: string): boolean {
  return /^[1-9]\d{0,19}$/.test(id) && BigInt(id) <= LARGEST_SNOWFLAKE;
}

function found(platform: ChannelAddress['platform'], workspace: string, place: string): AddressResult {
  return { ok: true, address: { platform, workspace, place } };
}

function fault(message: string, hint: string): AddressResult {
  return { ok: false, message, hint };
}

/** Faults quote what was typed, never all of a pasted page. */
function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

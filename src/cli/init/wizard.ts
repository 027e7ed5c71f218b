import { loadConfig, type Config } from '../../config.js';
import { AppError, describeError } from '../../errors.js';
import type { Runtime } from '../../wiring/runtime.js';
import type { Output } from '../output.js';
import { firstChannel } from './channel-step.js';
import { setUpDiscord } from './discord-step.js';
import type { Here } from './keep-token.js';
import { makeKeys, type Home } from './keys-step.js';
import { setUpMail } from './mail-step.js';
import { setUpSlack } from './slack-step.js';

export interface Wizard extends Here {
  readonly output: Output;
  /** Opens database and platforms with these settings, and closes them whatever happens. */
  readonly withRuntime: (env: NodeJS.ProcessEnv, work: (runtime: Runtime) => Promise<void>) => Promise<void>;
  readonly register: (runtime: Runtime) => Promise<unknown>;
}

type Place = 'discord' | 'slack' | 'email';

const STEPS: Readonly<Record<Place, (here: Here) => Promise<void>>> = {
  discord: setUpDiscord,
  slack: setUpSlack,
  email: setUpMail,
};

/**
 * The first ten minutes, one question after the other. What is confirmed is kept at once, so that it can be left
 * anywhere (`Left`) and taken again: what is set already is tested and offered.
 */
export async function runWizard(wizard: Wizard): Promise<void> {
  const { ask, file } = wizard;
  const home = await chooseHome(wizard);
  const wanted = await ask.several<Place>(
    'Where shall digests go?',
    [
      { value: 'discord', label: 'Discord' },
      { value: 'slack', label: 'Slack' },
      { value: 'email', label: 'E-mail', hint: 'people subscribe on the page' },
    ],
    presentPlaces(wizard),
  );
  for (const place of wanted) await STEPS[place](wizard);
  await makeKeys(home, wizard);
  const config = readConfig(wizard);
  if (config === null) return;
  if (home === 'containers') {
    ask.say(
      'Start it: docker compose up -d\nThen choose a first channel: docker compose exec bot broadsheet init\nOr type /papers subscribe and a topic in any channel.',
    );
    return;
  }
  await wizard.withRuntime(file.merged(), (runtime) => withPlatforms(runtime, wizard));
  ask.say('Start it: npm start\nCheck it at any time: npm run broadsheet -- doctor');
}

/** What stands in the way of a start, for whoever leaves halfway; null when nothing does. */
export function faultsOf({ file }: Pick<Here, 'file'>): string | null {
  try {
    loadConfig(file.merged());
    return null;
  } catch (error) {
    return describeError(error);
  }
}

// --- Internal helpers ---

/** With a database server named, it is clear already. */
async function chooseHome({ ask, file }: Here): Promise<Home> {
  if (file.value('DATABASE_URL') !== undefined) return 'here';
  return ask.one<Home>('Where will it run?', [
    { value: 'here', label: 'on this machine', hint: 'npm start; nothing else is needed' },
    { value: 'containers', label: 'in containers', hint: 'docker compose, with PostgreSQL and Redis' },
  ]);
}

function presentPlaces({ file }: Here): readonly Place[] {
  const names = { discord: 'DISCORD_TOKEN', slack: 'SLACK_BOT_TOKEN', email: 'SMTP_URL' } as const;
  return (['discord', 'slack', 'email'] as const).filter((place) => file.value(names[place]) !== undefined);
}

function readConfig({ ask, file }: Here): Config | null {
  const faults = faultsOf({ file });
  if (faults === null) return loadConfig(file.merged());
  ask.bad(`The bot would not start like this. ${faults}`);
  ask.say('What you confirmed is kept in .env. Run this again to go on.');
  return null;
}

async function withPlatforms(runtime: Runtime, wizard: Wizard): Promise<void> {
  const { ask } = wizard;
  const { config } = runtime;
  if (config.discord !== null) {
    try {
      await wizard.register(runtime);
      ask.good('Discord knows the commands, /papers among them.');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ask.bad(`${describeError(error)} The bot tries it again when it starts.`);
    }
    await firstChannel('discord', { ...wizard, runtime });
  }
  if (config.slack !== null) await firstChannel('slack', { ...wizard, runtime });
  if (config.mail !== null) ask.say(`People subscribe to mail at ${config.publicUrl}/subscribe.`);
}

import { expect, it } from 'vitest';
import { commandsPage } from './discord-commands.js';
import { photograph } from './photograph.js';

it('photographs what commands answer in Discord', { timeout: 60_000 }, async () => {
  const size = { width: 1240, height: 880 };
  expect(await photograph(commandsPage(), size, 'docs/pictures/discord-commands.png')).toBeLessThan(400_000);
});

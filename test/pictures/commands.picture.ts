import { expect, it } from 'vitest';
import { commandsPage } from './commands-page.js';
import { photograph } from './photograph.js';

it('photographs what commands answer in both apps', { timeout: 60_000 }, async () => {
  const size = { width: 1240, height: 1330 };
  expect(await photograph(await commandsPage(), size, 'docs/pictures/commands.png')).toBeLessThan(400_000);
});

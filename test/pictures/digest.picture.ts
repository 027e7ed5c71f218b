import { expect, it } from 'vitest';
import { picturePage } from './page.js';
import { photograph } from './photograph.js';

it('photographs a digest in Discord and in Slack', { timeout: 60_000 }, async () => {
  const size = { width: 1240, height: 1184 };
  expect(await photograph(picturePage(), size, 'docs/pictures/digest.png')).toBeLessThan(400_000);
});

import { expect, it } from 'vitest';
import { spellDay } from '../../src/digests/day.js';
import type { Reading } from '../../src/reading/reading-types.js';
import { openBrowser } from '../support/browser.js';
import { testDatabases } from '../support/databases.js';
import { createReadingWorld } from '../support/reading-world.js';
import { openWebSite } from '../support/web-site.js';
import { keepPng } from './photograph.js';

const SIZE = { width: 1240, height: 1000 };

it('photographs the page', { timeout: 120_000 }, async () => {
  const database = await testDatabases[0]!.open();
  const browser = await openBrowser();
  const { reading: world } = createReadingWorld(database.pool);
  // The bundled papers, shown as the list of their own day.
  const today: Reading['today'] = async () => {
    const list = await world.today();
    return { ...list, title: spellDay(list.span.to), notices: [], sample: false };
  };
  const site = await openWebSite({ ...world, today });
  try {
    const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 2 });
    await page.goto(`${site.url}/`);
    expect(await keepPng(await page.screenshot(), 'docs/pictures/page.png')).toBeLessThan(400_000);
  } finally {
    await site.stop();
    await browser.close();
    await database.close();
  }
});

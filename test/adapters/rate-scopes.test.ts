import { describe, expect, it } from 'vitest';
import { obeyLimits, WHOLE_BOT, type MakeRequest } from '../../adapters/discord/rate-scopes.js';
import { createHolds } from '../../adapters/shared/holds.js';

const URL_OF_POST = 'https://discord.com/api/v10/channels/1/messages';
const ROUTE = 'discord:POST /channels/1/messages';

async function heldAfter(headers: Readonly<Record<string, string>>, scope: string): Promise<number> {
  const holds = createHolds({ now: () => 0 });
  const answer = new Response('{}', { status: 429, headers });
  const make = (() => Promise.resolve(answer)) as unknown as MakeRequest;
  await obeyLimits(make, holds)(URL_OF_POST, { method: 'POST' });
  return holds.known([scope]);
}

describe('a 429', () => {
  it('of Discord holds up what it is about, for as long as Discord asks', async () => {
    const headers = { 'Retry-After': '7200', 'X-RateLimit-Bucket': 'abc' };
    expect(await heldAfter(headers, ROUTE)).toBe(7_200_000);
    expect(await heldAfter(headers, WHOLE_BOT)).toBe(0);
    expect(await heldAfter({ 'Retry-After': '7200', 'X-RateLimit-Global': 'true' }, WHOLE_BOT)).toBe(
      7_200_000,
    );
  });

  it('of what stands before Discord holds up the whole bot, but is asked again after a quarter of an hour', async () => {
    expect(await heldAfter({ 'Retry-After': '86400' }, WHOLE_BOT)).toBe(900_000);
    expect(await heldAfter({ 'Retry-After': '60' }, WHOLE_BOT)).toBe(60_000);
  });
});

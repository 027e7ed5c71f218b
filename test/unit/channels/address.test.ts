import { describe, expect, it } from 'vitest';
import { formatChannelKey, parseChannelKey } from '../../../src/channels/address.js';

describe('a channel key', () => {
  it.each([
    'discord:123456789012345678:234567890123456789',
    'discord:1:18446744073709551615',
    'discord:@me:234567890123456789',
    'slack:T012AB3CD:C0123456789',
    'slack:E012AB3CD:G0123456789',
    'slack:T012AB3CD:D0123456789',
    'email:-:0123456789abcdef0123456789abcdef',
    'terminal:local:stdout',
  ])('%s is read, and written the same', (key) => {
    const parsed = parseChannelKey(` ${key} `);

    expect(parsed.ok && formatChannelKey(parsed.address)).toBe(key);
  });

  it.each([
    ['https://discord.com/channels/123/456', 'discord:123:456'],
    ['https://discord.com/channels/@me/456', 'discord:@me:456'],
    ['https://ptb.discord.com/channels/123/456/789', 'discord:123:456'],
    ['https://app.slack.com/client/T0ABC/C0DEF', 'slack:T0ABC:C0DEF'],
  ])('is taken from the pasted link %s', (link, key) => {
    const parsed = parseChannelKey(link);

    expect(parsed.ok && formatChannelKey(parsed.address)).toBe(key);
  });

  it.each([
    ['', 'Write it as discord:SERVER:CHANNEL'],
    ['#papers', 'Write it as discord:SERVER:CHANNEL'],
    ['discord:1', 'Write it as discord:SERVER:CHANNEL'],
    ['discord:1:2:3', 'Write it as discord:SERVER:CHANNEL'],
    ['teams:1:2', 'discord:SERVER:CHANNEL, slack:TEAM:CHANNEL'],
    ['Discord:1:2', 'discord:SERVER:CHANNEL, slack:TEAM:CHANNEL'],
    ['email:-:reader@example.org', 'A mail address is no key'],
    ['email:x:0123456789abcdef0123456789abcdef', 'email:-:SUBSCRIBER'],
    ['discord:guild:2', 'Copy ID'],
    ['discord:1:papers', 'Copy ID'],
    ['discord:@me:papers', 'Copy ID'],
    ['discord:@me', 'Write it as discord:SERVER:CHANNEL'],
    ['discord:@you:2', 'Copy ID'],
    ['slack:@me:D0ABC', 'starts with T or E'],
    ['discord:01:2', 'Copy ID'],
    ['discord:1:18446744073709551616', 'Copy ID'],
    ['slack:C0DEF:T0ABC', 'Did you mean slack:T0ABC:C0DEF?'],
    ['slack:t0abc:c0def', 'Did you mean slack:T0ABC:C0DEF?'],
    ['slack:acme:C0DEF', 'starts with T or E'],
    ['slack:T0ABC:general', 'starts with C, G or D'],
    ['https://acme.slack.com/archives/C0DEF', 'slack:TEAM:C0DEF'],
    ['terminal:local:stderr', 'terminal:local:stdout'],
  ])('%j is refused with its repair', (key, repair) => {
    const parsed = parseChannelKey(key);

    expect(parsed).toMatchObject({ ok: false, hint: expect.stringContaining(repair) as string });
  });

  it('that is a pasted page is quoted in part only', () => {
    const parsed = parseChannelKey(`discord:${'9'.repeat(10_000)}:1`);

    expect(parsed.ok ? '' : parsed.message).toMatch(/^.{1,100}$/);
  });
});

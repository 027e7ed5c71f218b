import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelAddress } from '../../src/channels/channel.js';
import { readable } from '../fakes/discord/readable.js';
import type { FakeChannel } from '../fakes/discord/state.js';
import { partRequest, sent } from '../support/discord-part.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';

const signal = () => AbortSignal.timeout(10_000);

describe('digests in direct messages on Discord', () => {
  let harness: DiscordHarness;
  let direct: FakeChannel;
  let address: ChannelAddress;
  beforeEach(async () => {
    harness = await discordHarness();
    direct = harness.fake.addDirect();
    address = { platform: 'discord', workspace: '@me', place: direct.id };
  });
  afterEach(() => harness.close());

  const head = () => ({ ...partRequest(harness, 'compact', 0), address });

  it('posts one message, and says lines', async () => {
    await sent(harness, head());
    await harness.publisher.say(address, 'Nothing today.', signal());
    const [message, line] = harness.fake.messages(direct.id);
    expect(readable(message!)).toContain('Speech models that listen before they answer');
    expect(line?.content).toBe('Nothing today.');
  });

  it('finds a message whose answer was lost, and believes that one is not there', async () => {
    const since = new Date();
    expect(await harness.publisher.look(head(), since, signal())).toEqual({ kind: 'absent' });
    harness.fake.fault({ act: 'accept-then-reset' });
    expect((await harness.publisher.send(head(), signal())).kind).toBe('unknown');
    const [message] = harness.fake.messages(direct.id);
    expect(await harness.publisher.look(head(), since, signal())).toEqual({
      kind: 'found',
      remoteId: message!.id,
    });
  });

  it('pauses for a person who takes no messages any more, and says why', async () => {
    harness.fake.state.shutDirect.add(direct.id);
    const outcome = await harness.publisher.send(head(), signal());
    expect(outcome).toMatchObject({ kind: 'pause' });
    expect(outcome.kind === 'pause' ? outcome.reason : '').toContain('no direct messages');
  });
});

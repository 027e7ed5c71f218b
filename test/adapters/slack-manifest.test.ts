import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSlackDirectory, createSlackReplier, slackManifest } from '../../adapters/slack/index.js';
import { BOT_EVENTS, BOT_SCOPES, UNFURL_DOMAINS } from '../../adapters/slack/scopes.js';
import { encodeTarget, type SlackTarget } from '../../adapters/slack/target.js';
import { definitions } from '../../src/commands/definitions.js';
import type { CommandReply } from '../../src/commands/reply.js';
import { METHODS } from '../fakes/slack/methods.js';
import { ALL_SCOPES } from '../fakes/slack/state.js';
import { sampleCard } from '../support/digest-content.js';
import { slackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';
import { sent, slackBench, soon } from '../support/slack-publisher.js';
import { silentLogger } from '../support/silent-logger.js';

const scopes = BOT_SCOPES.map(({ scope }) => scope);

describe('the Slack app manifest', () => {
  it('is ready for Socket Mode without any address', () => {
    const manifest = slackManifest({ socketMode: true });
    expect(manifest).toMatchObject({
      display_information: { name: 'Broadsheet' },
      features: {
        app_home: {
          home_tab_enabled: true,
          messages_tab_enabled: true,
          messages_tab_read_only_enabled: false,
        },
        slash_commands: [{ command: '/papers', should_escape: false }],
        shortcuts: [{ type: 'message', callback_id: 'find_similar' }],
        unfurl_domains: ['arxiv.org', 'huggingface.co', 'alphaxiv.org'],
      },
      oauth_config: { scopes: { bot: scopes } },
      settings: { socket_mode_enabled: true, interactivity: { is_enabled: true } },
    });
    expect(JSON.stringify(manifest)).not.toContain('url"');
  });

  it('sends everything to the one address over HTTP', () => {
    const url = 'https://papers.example.org/slack/events';
    expect(slackManifest({ socketMode: false, publicUrl: 'https://papers.example.org' })).toMatchObject({
      features: { slash_commands: [{ url }] },
      settings: {
        socket_mode_enabled: false,
        event_subscriptions: { request_url: url },
        interactivity: { request_url: url, message_menu_options_url: url },
      },
    });
  });

  it('keeps Slack’s limits and names every command', () => {
    const text = JSON.stringify(slackManifest({ socketMode: true, name: 'x'.repeat(90) }));
    const { display_information: display, features } = JSON.parse(text) as {
      display_information: { name: string; description: string };
      features: {
        slash_commands: { usage_hint: string }[];
        shortcuts: { name: string; description: string }[];
      };
    };
    expect(display.name).toHaveLength(35);
    expect(display.description.length).toBeLessThanOrEqual(140);
    expect(features.shortcuts[0]?.name.length).toBeLessThanOrEqual(24);
    expect(features.shortcuts[0]?.description.length).toBeLessThanOrEqual(150);
    expect(UNFURL_DOMAINS.length).toBeLessThanOrEqual(5);
    const hint = features.slash_commands[0]?.usage_hint ?? '';
    expect(hint.length).toBeLessThanOrEqual(1_000);
    for (const { name, second } of definitions)
      expect(hint).toContain(second === undefined ? name : `${name} ${second}`);
  });

  it('gives a reason for each scope and event, and none twice', () => {
    expect(new Set(scopes).size).toBe(scopes.length);
    expect([...scopes].sort()).toEqual([...ALL_SCOPES].sort());
    for (const { why } of [...BOT_SCOPES, ...BOT_EVENTS]) expect(why.length).toBeGreaterThan(10);
  });
});

describe('the scopes the app asks for', () => {
  it('are each needed for something it does, and nothing it does needs another', async () => {
    const used = new Set<string>();
    const bench = await slackBench();
    const { fake, publisher } = bench;
    const head = await sent(bench, bench.head);
    await publisher.look(bench.card(head), new Date(), soon());
    const places = [fake.channelId, fake.privateChannelId, fake.direct().id];
    for (const place of places) {
      const address = { platform: 'slack', workspace: fake.teamId, place } as const;
      expect((await publisher.inspect(address, 'thread', soon())).problems).toEqual([]);
      await publisher.look({ ...bench.head, address }, new Date(), soon());
    }
    const outside = fake.addChannel({ isMember: false });
    await publisher.say({ ...bench.head.address, place: outside.id }, 'hello', soon());
    const directory = createSlackDirectory({
      botToken: fake.botToken,
      apiUrl: fake.url,
      logger: silentLogger,
    });
    await directory.person(bench.head.address, fake.userId, soon());
    await directory.join({ ...bench.head.address, place: outside.id }, soon());
    for (const scope of fake.state.usedScopes) used.add(scope);
    const errors = fake.requests.filter(({ error }) => error !== null);
    await fake.close();

    const desk = await slackDesk('Socket Mode');
    desk.front.answers = (): CommandReply => ({
      title: null,
      blocks: [{ kind: 'card', card: sampleCard(1, { paperId: '2607.23193' }) }],
    });
    await desk.fake.command({ text: 'x' }).reply();
    await desk.fake.write('x').reply();
    const { message } = desk.fake.share('https://arxiv.org/abs/2607.23193');
    await until('the link has its card', () => Object.keys(message.unfurls).length === 1);
    for (const scope of desk.fake.state.usedScopes) used.add(scope);
    await desk.close();

    expect([...used].sort()).toEqual([...scopes].sort());
    expect(errors).toEqual([]);
  });

  it('are known to cover every method the adapter calls', () => {
    const folder = 'adapters/slack';
    const called = new Set(
      readdirSync(folder).flatMap((file) =>
        [
          ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(
            /'((?:chat|conversations|users|views|auth)\.\w+)'/g,
          ),
        ].map(([, method]) => method ?? ''),
      ),
    );
    expect(called.size).toBeGreaterThan(8);
    for (const method of called) expect([...METHODS.keys()]).toContain(method);
  });

  it.each([
    ['views.open', { kind: 'modal', way: 'open', id: 'x', channel: 'D1', home: true, user: 'U1' }],
    ['views.push', { kind: 'modal', way: 'push', id: 'x', channel: 'D1', home: true, user: 'U1' }],
    ['views.update', { kind: 'modal', way: 'update', id: 'x', channel: 'D1', home: true, user: 'U1' }],
    ['views.publish', { kind: 'home', channel: 'D1', user: 'U1', shown: false }],
  ] as const)('are not asked for to call %s', async (method, target) => {
    const desk = await slackDesk('Socket Mode');
    desk.fake.state.scopes.clear();
    const { botToken, url: apiUrl } = desk.fake;
    const replier = createSlackReplier({ botToken, apiUrl, logger: silentLogger });
    const to = { ...target, user: desk.fake.userId, channel: desk.fake.direct().id } as SlackTarget;
    await replier.answer(encodeTarget(to, 'private', Date.now()), { title: 'x', blocks: [] }, soon());
    const call = desk.fake.requests.find((request) => request.method === method);
    expect(call).toBeDefined();
    expect(call?.error).not.toBe('missing_scope');
    await desk.close();
  });
});

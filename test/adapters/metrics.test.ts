import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../adapters/shared/metrics.js';
import type { StateReaders } from '../../adapters/shared/metrics-work.js';
import { createTally } from '../../adapters/shared/tally.js';
import { createWebServer, type WebServer, type WebServerOptions } from '../../adapters/web/index.js';
import { silentLogger } from '../support/silent-logger.js';

const running: WebServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function open(options: Pick<WebServerOptions, 'metrics'> = {}): Promise<{ url: string }> {
  const web = createWebServer({
    host: '127.0.0.1',
    port: 0,
    probes: [],
    mounts: [],
    logger: silentLogger,
    ...options,
  });
  running.push(web);
  return web.start();
}

const get = (url: string) => fetch(url, { signal: AbortSignal.timeout(10_000) });

describe('metrics', () => {
  it('are counted, measured and shown in the format of Prometheus', async () => {
    const metrics = createMetrics();
    let isConnected = true;
    metrics.watchConnection('discord', () => isConnected);
    metrics.count('answered', 'slack', 'too-late');
    metrics.count('answered', 'slack', 'too-late');
    metrics.acknowledged('discord', 0.03);
    metrics.answered('discord', 0.7);
    const { url } = await open({ metrics: () => metrics.read() });
    const answer = await get(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = (await answer.text()).split('\n');
    for (const line of [
      'broadsheet_commands_total{event="answered",platform="slack",outcome="too-late"} 2',
      'broadsheet_command_acknowledge_seconds_bucket{le="0.05",platform="discord"} 1',
      'broadsheet_command_answer_seconds_bucket{le="0.5",platform="discord"} 0',
      'broadsheet_command_answer_seconds_sum{platform="discord"} 0.7',
      'broadsheet_platform_connected{platform="discord"} 1',
    ])
      expect(lines).toContain(line);
    isConnected = false;
    expect(await (await get(`${url}/metrics`)).text()).toContain(
      'broadsheet_platform_connected{platform="discord"} 0',
    );
  });

  it('tell what search by meaning does, and leave out what the store cannot say', async () => {
    const metrics = createMetrics();
    let status = () => Promise.resolve({ papers: 5, vectors: 3 });
    const counts = { fused: 2, late: 1, failed: 0, resting: 4 };
    metrics.watchMeaning({ counts: () => counts, status: () => status() });
    for (let time = 0; time < 2; time += 1) {
      const lines = (await metrics.read()).body.split('\n');
      expect(lines).toContain('broadsheet_meaning_searches_total{outcome="resting"} 4');
      expect(lines).toContain('broadsheet_papers_embedded{vector="yes"} 3');
      expect(lines).toContain('broadsheet_papers_embedded{vector="no"} 2');
    }
    status = () => Promise.reject(new Error('away'));
    const { body } = await metrics.read();
    expect(body).toContain('broadsheet_meaning_searches_total{outcome="fused"} 2');
    expect(body).not.toContain('broadsheet_papers_embedded{');
  });

  it('show what is counted elsewhere, as of the moment they are read', async () => {
    const tally = createTally();
    const metrics = createMetrics({ tally, version: '1.2.3' });
    const { url } = await open({ metrics: () => metrics.read() });
    tally.add('deliveries', { platform: 'email', outcome: 'sent' });
    tally.add('letters', { kind: 'confirm', outcome: 'delay' }, 2);
    tally.add('waitSeconds', { platform: 'slack' }, 0.5);
    for (const times of [1, 2, 3]) {
      tally.add('looks', { platform: 'slack', outcome: 'found' });
      const lines = (await (await get(`${url}/metrics`)).text()).split('\n');
      for (const line of [
        'broadsheet_deliveries_total{platform="email",outcome="sent"} 1',
        'broadsheet_letters_total{kind="confirm",outcome="delay"} 2',
        'broadsheet_rate_limit_wait_seconds_total{platform="slack"} 0.5',
        `broadsheet_delivery_looks_total{platform="slack",outcome="found"} ${times}`,
        `broadsheet_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
      ])
        expect(lines).toContain(line);
    }
  });

  it('show how queues, sources and channels stand, and leave out what cannot be told', async () => {
    const metrics = createMetrics();
    let away = false;
    const tell = (labels: Record<string, string>, value: number) => () =>
      away ? Promise.reject(new Error('away')) : Promise.resolve([{ labels, value }]);
    const readers: StateReaders = {
      queueJobs: tell({ queue: 'answer', state: 'waiting' }, 3),
      queueAges: tell({ queue: 'answer' }, 2.5),
      sourceAges: tell({ source: 'arxiv' }, 60),
      sourceFailures: tell({ source: 'arxiv' }, 4),
      channels: tell({ platform: 'slack', state: 'paused' }, 1),
      forPerson: tell({ platform: 'slack' }, 2),
    };
    metrics.watchState(readers);
    const { url } = await open({ metrics: () => metrics.read() });
    const shown = [
      'broadsheet_queue_jobs{queue="answer",state="waiting"} 3',
      'broadsheet_queue_oldest_waiting_seconds{queue="answer"} 2.5',
      'broadsheet_source_age_seconds{source="arxiv"} 60',
      'broadsheet_source_failures{source="arxiv"} 4',
      'broadsheet_channels{platform="slack",state="paused"} 1',
      'broadsheet_deliveries_for_person{platform="slack"} 2',
    ];
    const read = async () => (await (await get(`${url}/metrics`)).text()).split('\n');
    expect(await read()).toEqual(expect.arrayContaining(shown));
    away = true;
    const without = await read();
    expect(without.filter((line) => shown.includes(line))).toEqual([]);
    expect(without.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  });

  it('are of one process each, and no page where there are none', async () => {
    createMetrics();
    createMetrics();
    const { url } = await open();
    expect((await get(`${url}/metrics`)).status).toBe(404);
  });

  it('that cannot be read are a 500', async () => {
    const { url } = await open({ metrics: () => Promise.reject(new Error('broken')) });
    expect((await get(`${url}/metrics`)).status).toBe(500);
  });
});

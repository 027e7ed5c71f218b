import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../adapters/shared/metrics.js';
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

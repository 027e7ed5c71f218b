import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempts } from '../../adapters/web/admin/attempts.js';
import { createSessions, SESSION_MS } from '../../adapters/web/admin/session.js';
import { ADMIN_TOKEN, openAdminSite } from '../support/admin-site.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';

const PAGE = { accept: 'text/html,application/xhtml+xml' };

const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init });

function logIn(url: string, token: string, headers: Record<string, string> = {}): Promise<Response> {
  return ask(`${url}/admin/log-in`, {
    method: 'POST',
    headers: { ...PAGE, ...headers },
    body: new URLSearchParams({ token }),
  });
}

describe('a session of the admin pages', () => {
  let at = 1_800_000_000_000;
  const now = () => at;

  it('is open until its time is over, and no longer', () => {
    const sessions = createSessions(ADMIN_TOKEN, now);
    const value = sessions.make();
    expect(sessions.isOpen(value)).toBe(true);
    at += SESSION_MS - 1;
    expect(sessions.isOpen(value)).toBe(true);
    at += 1;
    expect(sessions.isOpen(value)).toBe(false);
  });

  it('cannot be made longer, changed, or made up, and ends with its token', () => {
    const sessions = createSessions(ADMIN_TOKEN, now);
    const value = sessions.make();
    const [until = '', nonce = '', signature = ''] = value.split('.');
    for (const wrong of [
      '',
      '..',
      ADMIN_TOKEN,
      `${String(Number(until) + 1)}.${nonce}.${signature}`,
      `${until}.x${nonce}.${signature}`,
      `${until}.${nonce}.${signature}x`,
      `${until}.${nonce}.`,
      `${value}.more`,
    ])
      expect(sessions.isOpen(wrong)).toBe(false);
    expect(createSessions(`${ADMIN_TOKEN}2`, now).isOpen(value)).toBe(false);
    expect(sessions.make()).not.toBe(value);
  });

  it('is for the very token alone', () => {
    const { isToken } = createSessions(ADMIN_TOKEN, now);
    expect(isToken(ADMIN_TOKEN)).toBe(true);
    for (const wrong of ['', ADMIN_TOKEN.slice(0, -1), `${ADMIN_TOKEN} `, ADMIN_TOKEN.toUpperCase()])
      expect(isToken(wrong)).toBe(false);
  });

  it('is not to be guessed: ten wrong tokens in a quarter of an hour, each address by itself', () => {
    const attempts = createAttempts(now);
    for (let tries = 0; tries < 10; tries += 1) {
      expect(attempts.waitMs('a')).toBe(0);
      attempts.failed('a');
      at += 1_000;
    }
    expect(attempts.waitMs('a')).toBe(15 * 60_000 - 10_000);
    expect(attempts.waitMs('b')).toBe(0);
    at += 15 * 60_000;
    expect(attempts.waitMs('a')).toBe(0);
  });
});

describe('the admin pages', () => {
  let database: TestDatabase;
  let site: Awaited<ReturnType<typeof openAdminSite>>;
  beforeAll(async () => {
    database = await testDatabases[0]!.open();
    site = await openAdminSite({ database });
  }, 120_000);
  afterAll(async () => {
    await site.stop();
    await database.close();
  });

  it('are not there without a token to open them', async () => {
    const without = await openAdminSite({ database, token: null });
    for (const path of ['/admin', '/admin/', '/admin/queues/', '/admin/status.json', '/admin/log-in']) {
      const answer = await ask(`${without.url}${path}`, { headers: PAGE });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).toContain('There is no such page');
    }
    await without.stop();
  });

  it('show nothing but the form to whoever is not known', async () => {
    for (const path of ['/admin', '/admin/queues/', '/admin/queues/api/queues', '/admin/whatever']) {
      const answer = await ask(`${site.url}${path}`, { headers: PAGE });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(answer.headers.get('x-robots-tag')).toBe('noindex');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      const page = await answer.text();
      expect(page).toContain('type="password"');
      expect(page).not.toContain('Queue dashboard');
    }
    const program = await ask(`${site.url}/admin/status.json`);
    expect(program.status).toBe(401);
    expect(program.headers.get('www-authenticate')).toContain('Bearer');
    expect(await program.json()).toMatchObject({ title: 'Unauthorized' });
  });

  it('open by the form, with a cookie that scripts and other sites cannot use, until logging out', async () => {
    const answer = await logIn(site.url, ADMIN_TOKEN);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin']);
    const set = answer.headers.get('set-cookie') ?? '';
    for (const part of [
      'Path=/admin',
      'HttpOnly',
      'SameSite=Strict',
      'Secure',
      `Max-Age=${SESSION_MS / 1000}`,
    ])
      expect(set).toContain(part);
    expect(set).not.toContain(ADMIN_TOKEN);
    const cookie = set.split(';')[0] ?? '';
    const page = await ask(`${site.url}/admin`, { headers: { ...PAGE, cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Nothing needs you.');
    const left = await ask(`${site.url}/admin/log-out`, { method: 'POST', headers: { cookie } });
    expect(left.status).toBe(303);
    expect(left.headers.get('set-cookie')).toMatch(/broadsheet-admin=;.*Max-Age=0/);
    const foreign = await ask(`${site.url}/admin/log-out`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
  });

  it('let no other site log anybody in', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      const answer = await logIn(site.url, ADMIN_TOKEN, headers);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });

  it('tell programs that send the token everything as JSON', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await ask(`${site.url}/admin/status.json`, { headers });
    expect(answer.status).toBe(200);
    const told = (await answer.json()) as { queues: { value: { name: string; waiting: number }[] } };
    expect(told.queues.value).toContainEqual(expect.objectContaining({ name: 'compose', waiting: 0 }));
    expect(told).toMatchObject({
      steps: [],
      versions: [{ name: 'Broadsheet', version: '1.2.3' }, { name: 'Node' }, { name: 'Database' }],
      sources: { value: [{ title: 'Hugging Face' }, { title: 'arXiv' }] },
      forPerson: { value: { count: 0, first: [] } },
    });
  });

  it('say in a sentence that the queue dashboard needs Redis', async () => {
    const headers = { ...PAGE, authorization: `Bearer ${ADMIN_TOKEN}` };
    const moved = await ask(`${site.url}/admin/queues`, { headers });
    expect(moved.headers.get('location')).toBe('/admin/queues/');
    const answer = await ask(`${site.url}/admin/queues/`, { headers });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('it needs Redis (REDIS_URL)');
  });

  it('shut an address out that guesses, whether it types or sends, also from the right token', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    for (let tries = 0; tries < 5; tries += 1) {
      const typed = await logIn(site.url, `guess ${tries}`, headers);
      expect(typed.status).toBe(401);
      expect(await typed.text()).toContain('That is not the token');
      const sent = await ask(`${site.url}/admin`, {
        headers: { ...headers, authorization: `Bearer guess-${tries}` },
      });
      expect(sent.status).toBe(401);
    }
    const late = await logIn(site.url, ADMIN_TOKEN, headers);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(late.headers.get('set-cookie')).toBeNull();
    const sent = await ask(`${site.url}/admin/status.json`, {
      headers: { ...headers, authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(sent.status).toBe(429);
    expect(sent.headers.get('content-type')).toContain('application/problem+json');
    expect((await logIn(site.url, ADMIN_TOKEN, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(303);
    const told = site.lines.filter(({ message }) => message === 'a wrong admin token was given');
    expect(told).toHaveLength(10);
    expect(JSON.stringify(site.lines)).not.toContain('guess');
  });

  it('take no form that is too long', async () => {
    expect((await logIn(site.url, 'x'.repeat(5_000))).status).toBe(413);
  });
});

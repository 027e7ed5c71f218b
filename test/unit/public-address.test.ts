import { describe, expect, it } from 'vitest';
import { isLoopback, publicAddress } from '../../src/public-address.js';

describe('the address others reach us under', () => {
  it.each([
    ['https://papers.acme.org', 'https://papers.acme.org'],
    ['https://papers.acme.org/base/', 'https://papers.acme.org/base'],
    ['https://papers.acme.org:8443', 'https://papers.acme.org:8443'],
    ['https://8.8.8.8', 'https://8.8.8.8'],
    ['https://172.32.0.1', 'https://172.32.0.1'],
    ['https://100.128.0.1', 'https://100.128.0.1'],
    ['https://[2606:4700::1111]', 'https://[2606:4700::1111]'],
  ])('%s is one', (url, address) => expect(publicAddress(url)).toBe(address));

  it.each([
    'http://papers.acme.org',
    'https://localhost:3000',
    'https://papers.localhost',
    'https://LOCALHOST.',
    'https://127.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0.0.0.0',
    'https://10.1.2.3',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://224.0.0.1',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://[fe80::1]',
    'https://[fd00::1]',
    'https://intranet',
    'https://box.local',
    'https://box.home.arpa',
    'https://user:secret@papers.acme.org',
    'ftp://papers.acme.org',
    'papers.acme.org',
    '',
  ])('%s is none', (url) => expect(publicAddress(url)).toBeNull());

  it('knows this machine by all its names', () => {
    for (const host of [
      'localhost',
      'a.localhost',
      'LOCALHOST.',
      '127.0.0.1',
      '127.1',
      '[::1]',
      '::1',
      '0.0.0.0',
    ])
      expect(isLoopback(host), host).toBe(true);
    for (const host of ['localhost.example.org', '128.0.0.1', '10.0.0.1', 'mylocalhost', '::2'])
      expect(isLoopback(host), host).toBe(false);
  });
});

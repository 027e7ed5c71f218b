import { describe, expect, it } from 'vitest';
import { mailOf } from '../../../src/config-rules.js';
import { mailState } from '../../../src/subscriptions/mail-state.js';

const state = (smtp: string | null, publicUrl: string): string => {
  const mail = smtp === null ? null : mailOf({ SMTP_URL: smtp, MAIL_FROM: 'papers@example.org' });
  const found = mailState({ mail, publicUrl });
  return found.kind === 'on' ? 'on' : found.why;
};

describe('mail', () => {
  it.each([
    [null, 'https://papers.example.org', 'no-server'],
    ['smtp://mail.example.org', 'https://papers.example.org', 'on'],
    ['smtp://localhost:25', 'https://papers.example.org', 'on'],
    ['smtp://mail.example.org', 'http://localhost:3000', 'no-links'],
    ['smtps://user:word@mail.example.org', 'http://127.0.0.1:3000', 'no-links'],
    // A relay on this machine hands on to readers elsewhere; a catcher does not.
    ['smtp://localhost', 'http://localhost:3000', 'no-links'],
    ['smtp://127.0.0.1:25', 'http://localhost:3000', 'no-links'],
    ['smtps://[::1]', 'http://[::1]:3000', 'no-links'],
    ['smtp://localhost:1025', 'http://localhost:3000', 'on'],
    ['smtp://mailpit:1025', 'http://localhost:3000', 'no-links'],
  ])('handed to %s with links to %s is %s', (smtp, publicUrl, expected) => {
    expect(state(smtp, publicUrl)).toBe(expected);
  });

  it('has its server, login and sender from two variables', () => {
    const login = 'smtps://us%40er:p%2Fw@mail.example.org';
    expect(mailOf({ SMTP_URL: login, MAIL_FROM: 'Daily "Papers" <a@b.org>' })).toEqual({
      host: 'mail.example.org',
      port: 465,
      secure: true,
      login: { user: 'us@er', password: 'p/w' },
      from: { name: 'Daily Papers', address: 'a@b.org' },
    });
    expect(mailOf({ SMTP_URL: 'smtp://[::1]:1025', MAIL_FROM: 'a@b.org' })).toMatchObject({
      host: '::1',
      port: 1025,
      login: null,
      from: { name: 'Broadsheet', address: 'a@b.org' },
    });
  });
});

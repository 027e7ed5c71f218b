import { describe, expect, it } from 'vitest';
import { parseDays, parseTime, parseZone } from '../../../src/channels/parse-schedule.js';
import { parseTopic, parseTopics } from '../../../src/channels/parse-topics.js';
import { parseSettings, type SettingsInput } from '../../../src/channels/settings.js';

const valueOf = (parsed: { ok: boolean; value?: unknown; message?: string }) =>
  parsed.value ?? parsed.message;

describe('a time of day', () => {
  it.each([
    ['09:00', '09:00'],
    ['9:05', '09:05'],
    ['23:59', '23:59'],
    ['0:00', '00:00'],
    ['9am', '09:00'],
    ['12am', '00:00'],
    ['12 pm', '12:00'],
    ['9:30 PM', '21:30'],
  ])('%s is %s', (text, time) => expect(valueOf(parseTime(text))).toBe(time));

  it.each(['', '9', '24:00', '09:60', '9:5', '13pm', '0am', 'nine', '-1:00', '09:00:00'])(
    '%j is none',
    (text) => expect(valueOf(parseTime(text))).toBe(`"${text}" is no time of day. Write it as 09:00.`),
  );
});

describe('a zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['Australia/Lord_Howe', 'Australia/Lord_Howe'],
  ])('%s is %s', (text, zone) => expect(valueOf(parseZone(text))).toBe(zone));

  it.each([
    ['Europe/Berln', 'Did you mean Europe/Berlin?'],
    ['berlin', 'Did you mean Europe/Berlin?'],
    ['New York', 'Did you mean America/New_York?'],
    ['Amerika/New_York', 'Did you mean America/New_York?'],
    ['CET+1', 'Use a zone of the IANA list'],
    ['+01:00', 'Use a zone of the IANA list'],
    ['UTC+1', 'Use a zone of the IANA list'],
    ['Mars/Olympus', 'Use a zone of the IANA list'],
    ['', 'Use a zone of the IANA list'],
  ])('%j is none', (text, repair) => expect(valueOf(parseZone(text))).toContain(repair));
});

describe('a pasted page', () => {
  it('is quoted in part only', () => {
    const page = 'x'.repeat(10_000);

    for (const parsed of [parseTime(page), parseZone(page), parseDays(page)])
      expect(parsed.ok ? '' : parsed.message).toMatch(/^.{1,200}$/);
  });
});

describe('weekdays', () => {
  it.each([
    ['daily', [1, 2, 3, 4, 5, 6, 7]],
    ['weekdays', [1, 2, 3, 4, 5]],
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['Mon, Wed, Fri', [1, 3, 5]],
    ['fri,mon', [1, 5]],
    ['fri-mon', [1, 5, 6, 7]],
    ['mon-wed,saturday', [1, 2, 3, 6]],
    ['weekly:mon', [1]],
    ['weekly: Thursday', [4]],
    ['sun-sun', [7]],
  ])('%s are %j', (text, days) => expect(valueOf(parseDays(text))).toEqual(days));

  it.each(['', 'someday', 'mon-', 'mon-tue-wed', 'mo', ',', 'mon,,tue', 'weekly:', 'weekly:x', '1-5'])(
    '%j are none',
    (text) => expect(valueOf(parseDays(text))).toContain('names no weekdays'),
  );

  it('ask for the day of a weekly digest', () => {
    expect(valueOf(parseDays('weekly'))).toBe('Weekly on which day? Write it as weekly:mon.');
  });
});

describe('a topic', () => {
  it.each([
    ['everything', { name: 'everything', query: '' }],
    [
      '"speech recognition" -survey',
      { name: '"speech recognition" -survey', query: '"speech recognition" -survey' },
    ],
    ['asr="speech recognition" cat:cs.CL', { name: 'asr', query: '"speech recognition" cat:cs.CL' }],
    ['My topic = min:20', { name: 'My topic', query: 'min:20' }],
  ])('%s is read', (text, topic) => expect(valueOf(parseTopic(text))).toEqual(topic));

  it('that is built in is known by its name', () => {
    const parsed = parseTopic('Multilingual');

    expect(parsed).toMatchObject({ ok: true, value: { name: 'multilingual' } });
    expect(parsed.ok && parsed.value.query).not.toBe('');
  });

  it.each([
    ['asr="speech', 'Topic "asr": '],
    ['asr=', 'Topic "asr" has no query.'],
    ['', 'Topic "" has no query.'],
    ['everything=cat:cs.CL', 'is built in'],
  ])('%j is refused', (text, fault) => expect(valueOf(parseTopic(text))).toContain(fault));

  it('may be written as the fault of one without a query shows', () => {
    const fault = parseTopic('x=');
    const example = fault.ok ? '' : (/like (.+)\.$/.exec(fault.message)?.[1] ?? '');
    expect(parseTopic(example)).toMatchObject({ ok: true });
  });
});

describe('topics', () => {
  it('are everything when none is given, and each is taken once', () => {
    expect(parseTopics([])).toEqual({ ok: true, value: [{ name: 'everything', query: '' }] });
    expect(parseTopics(['a=x', 'A=x'])).toEqual({ ok: true, value: [{ name: 'a', query: 'x' }] });
  });

  it('are refused when two differ under one name, or when there are more than fifty', () => {
    const many = Array.from({ length: 51 }, (_, index) => `word${index}`);

    expect(parseTopics(['a=x', 'A=y'])).toMatchObject({ ok: false, messages: [/called "A"/] });
    expect(parseTopics(many.slice(1)).ok).toBe(true);
    expect(parseTopics(many)).toMatchObject({ ok: false, messages: [/51 topics are too many/] });
  });
});

describe('settings', () => {
  const schedule: SettingsInput = { time: '9:00', zone: 'Europe/Berlin' };
  const settingsOf = (input: SettingsInput) => {
    const parsed = parseSettings(input, 'discord');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return parsed.settings;
  };

  it('need only time and zone', () => {
    expect(settingsOf(schedule)).toEqual({
      schedule: { time: '09:00', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7] },
      count: 5,
      layout: 'thread',
      empty: 'silent',
      picture: 'on',
      managers: 'admins',
      topics: [{ name: 'everything', query: '' }],
    });
  });

  it('keep what a change does not name', () => {
    const before = settingsOf({ ...schedule, count: '7', topics: ['a=x'], empty: 'line', layout: 'forum' });

    expect(parseSettings({ time: '10:00' }, 'discord', before)).toEqual({
      ok: true,
      settings: { ...before, schedule: { ...before.schedule, time: '10:00' } },
    });
  });

  it('name every fault at once, each with its field', () => {
    const parsed = parseSettings(
      {
        time: '25:00',
        zone: 'CET+1',
        days: 'never',
        count: '21',
        layout: 'forum',
        empty: 'loud',
        topics: ['"x', 'y="'],
      },
      'slack',
    );

    expect(parsed.ok ? [] : parsed.faults.map(({ field }) => field)).toEqual([
      'time',
      'zone',
      'days',
      'count',
      'layout',
      'empty',
      'topics',
      'topics',
    ]);
  });

  it('of a new channel ask for time and zone', () => {
    const parsed = parseSettings({}, 'discord');

    expect(parsed.ok ? [] : parsed.faults.map(({ field }) => field)).toEqual(['time', 'zone']);
  });

  it.each(['0', '21', '-1', '5.5', 'five', '', '1e1'])('refuse %j as number of cards', (count) => {
    expect(parseSettings({ ...schedule, count }, 'discord')).toMatchObject({
      ok: false,
      faults: [{ field: 'count' }],
    });
  });

  it('allow a forum on Discord only', () => {
    expect(parseSettings({ ...schedule, layout: 'forum' }, 'discord').ok).toBe(true);
    expect(parseSettings({ ...schedule, layout: 'forum' }, 'terminal').ok).toBe(false);
  });
});

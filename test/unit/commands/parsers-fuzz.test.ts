import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCustomId } from '../../../adapters/discord/marker.js';
import { formValues } from '../../../adapters/slack/form-view.js';
import { directText, messageText, typedText } from '../../../adapters/slack/incoming-text.js';
import * as payloads from '../../../adapters/slack/payloads.js';
import { decodeTarget } from '../../../adapters/slack/target.js';
import { decodePlace } from '../../../adapters/slack/view-place.js';
import { decodeJob } from '../../../jobs/payloads.js';
import { parseChannelKey } from '../../../src/channels/address.js';
import { parseDays, parseTime, parseZone } from '../../../src/channels/parse-schedule.js';
import { parseSettings } from '../../../src/channels/settings.js';
import { decodeButton, encodeButton, PAPER_DEEDS, PLAIN_DEEDS } from '../../../src/commands/buttons.js';
import { readScheduleWords } from '../../../src/commands/read-schedule.js';
import { readText } from '../../../src/commands/read-text.js';
import { suggestZones } from '../../../src/commands/zones.js';
import { findPaperIds } from '../../../src/papers/find-ids.js';
import { parseForeignDoi, parsePaperId } from '../../../src/papers/paper-id.js';
import { parseQuery } from '../../../src/topics/query.js';
import { AppError } from '../../../src/errors.js';
import { ENDLESS_TEXTS } from '../../support/mutate.js';

const NOW = new Date('2026-11-23T12:00:00Z');

const piece = fc.constantFrom(
  ...[
    '9am',
    '09:00',
    '25:61',
    'mon-fri',
    'sun-sun',
    ',',
    'weekly:',
    'Europe/Berlin',
    'utc',
    '+02:00',
    'Etc/GMT+99',
  ],
  ...[
    'schedule',
    'time:',
    'zone="',
    'topic:',
    '1:save:',
    '2:',
    ':',
    '1:page:v:',
    '99999',
    '__proto__',
    'constructor',
  ],
  ...[
    '\0',
    '\ud800',
    '\u202e',
    '\u200b',
    ' ',
    '\n',
    '"',
    "'",
    '<!channel>',
    '@everyone',
    '](javascript:',
    '%',
    '\\',
  ],
);
const words = fc.oneof(
  fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
    .map((all) => all.join('')),
  fc.array(piece, { maxLength: 12 }).map((all) => all.join(' ')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** Everything that reads what a person types or a platform hands back, by name. Each answers or names the fault. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'typed text': readText,
  'a query': parseQuery,
  'schedule words': readScheduleWords,
  'a time': parseTime,
  'a zone': parseZone,
  days: parseDays,
  'a channel key': parseChannelKey,
  'a paper id': parsePaperId,
  'a foreign DOI': parseForeignDoi,
  'paper ids in a message': findPaperIds,
  'a button': decodeButton,
  'a Discord custom id': readCustomId,
  'a part of a zone': (text) => suggestZones(text, NOW, 25),
  'the place of a view': decodePlace,
  'the target of an answer': decodeTarget,
  'the text of a slash command in Slack': typedText,
  'a direct message in Slack': directText,
  settings: (text) =>
    parseSettings(
      { time: text, zone: text, days: text, count: text, layout: text, topics: [text] },
      'slack',
      null,
    ),
};

describe.each(Object.entries(readers))('%s', (_name, read) => {
  it('is read or refused, never thrown over, whatever it says', () => {
    fc.assert(
      fc.property(words, (text) => void read(text)),
      { numRuns: 300 },
    );
  });

  it('is read in no time, however long', () => {
    for (const text of ENDLESS_TEXTS) read(text);
  });
});

describe('a button', () => {
  it('that was forged asks for nothing but what a button may', () => {
    fc.assert(
      fc.property(words, (text) => {
        const action = decodeButton(text);
        if (action === null) return;
        expect([...PAPER_DEEDS, ...PLAIN_DEEDS, 'page', 'share', 'subscribe']).toContain(action.do);
        const again = encodeButton(action);
        if (again !== null) expect(decodeButton(again)).toEqual(action);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a platform or a queue hands over', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.object({
      key: fc.constantFrom(
        'type',
        'user',
        'team',
        'actions',
        'view',
        'event',
        'id',
        '__proto__',
        'v',
        'kind',
      ),
      maxDepth: 4,
    }),
  );
  const schemas = Object.entries(payloads);

  it('is taken or refused by its schema, whatever its shape', () => {
    expect(schemas.length).toBeGreaterThan(8);
    fc.assert(
      fc.property(odd, (value) => {
        for (const [, schema] of schemas) schema.safeParse(value);
        if (typeof value === 'object' && value !== null) messageText(value as Record<string, unknown>);
      }),
      { numRuns: 200 },
    );
  });

  it('is no job unless it is one, and says so with our error', () => {
    const kind = fc.constantFrom('collect', 'compose', 'deliver', 'answer', '__proto__');
    fc.assert(
      fc.property(odd, kind, (value, name) => {
        const data =
          typeof value === 'object' && value !== null
            ? Object.assign({}, value, { v: 1, kind: name })
            : value;
        try {
          decodeJob(data);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as Error).message.length).toBeLessThan(5_000);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('fills no form with what is no field of ours', () => {
    const state = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.record({ value: fc.string() })));
    fc.assert(
      fc.property(state, (values) => {
        for (const name of Object.keys(formValues(values))) expect(name).not.toMatch(/^__proto__$|:/);
      }),
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

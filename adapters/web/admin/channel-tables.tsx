import type { FC } from 'hono/jsx';
import { PLATFORM_TITLES } from '../../../src/channels/platform.js';
import { localTime } from '../../../src/digests/day.js';
import { SHOWN, type OperatorStatus } from '../../../src/status/operator-status.js';
import { outside } from './outside.js';
import { faultOf, Section } from './section.js';
import { Table } from './table.js';

/** How the reader's side stands: digests, messages that wait for a person, paused channels. */
export const ChannelTables: FC<{ readonly status: OperatorStatus }> = ({ status }) => (
  <>
    <Digests status={status} />
    <ForPerson status={status} />
    <Channels status={status} />
    <Paused status={status} />
  </>
);

// --- Internal helpers ---

type Shown = FC<{ readonly status: OperatorStatus }>;

const Digests: Shown = ({ status: { digests } }) => (
  <Section title="Digests of the last 24 hours" fault={faultOf(digests)}>
    {'value' in digests && digests.value.length > 0 ? (
      <Table label="Digests" head={['Platform', 'How they ended', 'Digests']} numbers={[2]}>
        {digests.value.map(({ platform, end, count }) => (
          <tr>
            <th scope="row">{PLATFORM_TITLES[platform]}</th>
            <td class={end === 'failed' ? 'bad' : 'well'}>{UNDER_WAY[end] ?? end}</td>
            <td class="n">{count}</td>
          </tr>
        ))}
      </Table>
    ) : (
      <p class="quiet">None.</p>
    )}
  </Section>
);

const UNDER_WAY: Readonly<Record<string, string>> = { open: 'being chosen', composed: 'being delivered' };

const ForPerson: Shown = ({ status: { forPerson } }) => (
  <Section title="Messages that wait for you" fault={faultOf(forPerson)}>
    {'value' in forPerson && forPerson.value.count > 0 ? (
      <>
        <p>
          It cannot be told whether these are in their channels.{' '}
          {forPerson.value.count > SHOWN
            ? `The latest ${String(SHOWN)} of ${String(forPerson.value.count)}.`
            : ''}
        </p>
        <Table label="Messages that wait for you" head={['Channel', 'What happened', 'Id', 'Slot', 'Part']}>
          {forPerson.value.first.map(({ key, channelKey, slot, kind, position, error }) => (
            <tr>
              <th scope="row">{channelKey}</th>
              <td class="t">{outside(error ?? 'nothing was recorded')}</td>
              <td>
                <code>{key.slice(0, 12)}</code>
              </td>
              <td class="s">{slot}</td>
              <td class="s">{`${kind} ${String(position)}`}</td>
            </tr>
          ))}
        </Table>
      </>
    ) : (
      <p class="quiet">None.</p>
    )}
  </Section>
);

const Channels: Shown = ({ status: { channels } }) => (
  <Section title="Channels" fault={faultOf(channels)}>
    {'value' in channels && channels.value.length > 0 ? (
      <Table label="Channels" head={['Platform', 'Active', 'Paused']} numbers={[1, 2]}>
        {channels.value.map(({ platform, active, paused }) => (
          <tr>
            <th scope="row">{PLATFORM_TITLES[platform]}</th>
            <td class="n">{active}</td>
            <td class="n">{paused}</td>
          </tr>
        ))}
      </Table>
    ) : (
      <p class="quiet">None.</p>
    )}
  </Section>
);

const Paused: Shown = ({ status: { paused } }) => (
  <Section title="Paused channels, the latest first" fault={faultOf(paused)}>
    {'value' in paused && paused.value.length > 0 ? (
      <Table label="Paused channels" head={['Channel', 'Why', 'Since', 'By']}>
        {paused.value.map(({ key, name, reason, by, since }) => (
          <tr>
            <th scope="row" class="t">
              {name === null ? null : `${outside(name)} · `}
              {key}
            </th>
            <td class="t">{outside(reason)}</td>
            <td class="s">{localTime(since, 'UTC')}</td>
            <td class="s">{by === 'platform' ? 'the platform' : 'a person'}</td>
          </tr>
        ))}
      </Table>
    ) : (
      <p class="quiet">None.</p>
    )}
  </Section>
);

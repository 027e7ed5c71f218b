import type { FC } from 'hono/jsx';
import { localTime } from '../../../src/digests/day.js';
import { nextSteps, STUCK_AFTER_S } from '../../../src/status/next-steps.js';
import type { OperatorStatus, SourceStatus } from '../../../src/status/operator-status.js';
import { spanText } from '../../../src/text/numbers.js';
import { Page, type Frame } from '../layout.js';
import { ChannelTables } from './channel-tables.js';
import { outside } from './outside.js';
import { faultOf, Section } from './section.js';
import { ADMIN_STYLE_PATH } from './style.js';
import { Table } from './table.js';

export interface StatusPageProps {
  readonly frame: Frame;
  readonly status: OperatorStatus;
}

/** What an operator who was woken wants to know: first what to do, then what is so. */
export const StatusPage: FC<StatusPageProps> = ({ frame, status }) => (
  <Page frame={frame} title="Status" path={null}>
    <link rel="stylesheet" href={ADMIN_STYLE_PATH} />
    <div class="desk">
      <header class="head">
        <h1>Status</h1>
        <p class="stamp">
          As of {localTime(status.madeAt, 'UTC')}.{' '}
          {status.versions.map(({ name, version }) => `${name} ${version}`).join(' · ')}
        </p>
      </header>
      <Steps status={status} />
      <div class="ways">
        <a href="/admin">Look again</a>
        <a href="/admin/queues/">Queue dashboard</a>
        <a href="/admin/status.json">As JSON</a>
        <form method="post" action="/admin/log-out">
          <button type="submit">Log out</button>
        </form>
      </div>
      <Parts status={status} />
      <Sources status={status} />
      <Queues status={status} />
      <ChannelTables status={status} />
    </div>
  </Page>
);

// --- Internal helpers ---

const Steps: FC<{ readonly status: OperatorStatus }> = ({ status }) => {
  const steps = nextSteps(status);
  if (steps.length === 0) return <p class="empty">Nothing needs you.</p>;
  return (
    <section>
      <h2>What to do next</h2>
      <ol class="steps">
        {steps.map(({ text, command }) => (
          <li>
            {text}
            {command === undefined ? null : (
              <>
                <br />
                <code>{command}</code>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};

const Parts: FC<{ readonly status: OperatorStatus }> = ({ status }) => (
  <Section title="What this process stands on" fault={null}>
    <Table label="Parts" head={['Part', 'Serves', 'What it says']}>
      {status.parts.map(({ name, ok, detail }) => (
        <tr>
          <th scope="row">{name}</th>
          <td class={ok ? 'well' : 'bad'}>{ok ? 'yes' : 'no'}</td>
          <td class="t">{outside(detail)}</td>
        </tr>
      ))}
    </Table>
  </Section>
);

const Sources: FC<{ readonly status: OperatorStatus }> = ({ status: { sources, madeAt } }) => (
  <Section title="Sources" fault={faultOf(sources)}>
    {'value' in sources ? (
      <Table label="Sources" head={['Source', 'Last good reading', 'What failed']}>
        {sources.value.map((source) => (
          <tr>
            <th scope="row">{source.title}</th>
            <td>{lastReading(source, madeAt)}</td>
            <td class={source.state.failingSince === null ? 't well' : 't bad'}>
              {failureOf(source, madeAt)}
            </td>
          </tr>
        ))}
      </Table>
    ) : null}
  </Section>
);

function lastReading({ state: { lastOkAt } }: SourceStatus, now: Date): string {
  if (lastOkAt === null) return 'never';
  return `${spanText(now.getTime() - lastOkAt.getTime())} ago`;
}

function failureOf({ state, optional }: SourceStatus, now: Date): string {
  if (state.failingSince === null) return 'nothing';
  const since = spanText(now.getTime() - state.failingSince.getTime());
  const stands = optional ? ' Lists are made without it.' : '';
  return `For ${since}, ${String(state.failures)} in a row: ${outside(state.lastError ?? 'no reason was recorded')}${stands}`;
}

const Queues: FC<{ readonly status: OperatorStatus }> = ({ status: { queues } }) => (
  <Section title="Queues" fault={faultOf(queues)}>
    {'value' in queues ? (
      <Table
        label="Queues"
        head={['Queue', 'Waiting', 'Running', 'For later', 'Oldest waits for']}
        numbers={[1, 2, 3, 4]}
      >
        {queues.value.map(({ name, waiting, active, delayed, oldestS }) => (
          <tr>
            <th scope="row">{name}</th>
            <td class="n">{waiting}</td>
            <td class="n">{active}</td>
            <td class="n">{delayed}</td>
            <td class={oldestS > STUCK_AFTER_S ? 'n bad' : 'n'}>{waitText(waiting, oldestS)}</td>
          </tr>
        ))}
      </Table>
    ) : null}
  </Section>
);

function waitText(waiting: number, seconds: number): string {
  if (waiting === 0) return 'none';
  return seconds < 60 ? `${String(Math.round(seconds))} s` : spanText(seconds * 1000);
}

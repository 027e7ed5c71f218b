import { openDatabase } from '../../adapters/postgres/index.js';
import { programVersion } from '../../src/wiring/version.js';
import { workerUrl } from '../../test/support/embedded-template.js';
import { silentLogger } from '../../test/support/silent-logger.js';
import type { World } from '../../test/support/world.js';

/** What the bot's own books say in the end. They are no oracle; they tell why something is missing. */
export interface Ledger {
  readonly digests: number;
  /** Composed before their slot. */
  readonly prepared: number;
  /** Messages in each state. */
  readonly messages: Readonly<Record<string, number>>;
  /** Messages of unknown outcome that only a person can settle. */
  readonly forAPerson: number;
}

export function openFanoutDatabase({ env }: World) {
  return openDatabase({
    databaseUrl: env['DATABASE_URL'] ?? null,
    dataDir: env['DATA_DIR']!,
    version: programVersion(),
    role: 'bot',
    logger: silentLogger,
    workerUrl,
  });
}

/** Read once the bot has ended. */
export async function readLedger(world: World): Promise<Ledger> {
  const database = await openFanoutDatabase(world);
  try {
    const digests = await database.pool.query<{ all: number; prepared: number }>(
      `select count(*)::int as all, (count(*) filter (where composed_at <= slot_at))::int as prepared
       from broadsheet.digests where platform <> 'terminal'`,
    );
    const messages = await database.pool.query<{ state: string; count: number; parked: number }>(
      `select state, count(*)::int as count, (count(*) filter (where parked))::int as parked
       from broadsheet.deliveries group by state order by state`,
    );
    return {
      digests: digests.rows[0]?.all ?? 0,
      prepared: digests.rows[0]?.prepared ?? 0,
      messages: Object.fromEntries(messages.rows.map(({ state, count }) => [state, count])),
      forAPerson: messages.rows.reduce((sum, { parked }) => sum + parked, 0),
    };
  } finally {
    await database.close();
  }
}

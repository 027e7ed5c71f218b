import type pg from 'pg';
import type { AnswerStore, ViewStore } from '../../src/ports/answer-store.js';
import type { AskedStore } from '../../src/ports/asked-store.js';
import type { ChannelStore } from '../../src/ports/channel-store.js';
import type { Clock } from '../../src/ports/clock.js';
import type { DeliveryStore } from '../../src/ports/delivery-store.js';
import type { DigestStore } from '../../src/ports/digest-store.js';
import type { LeaseStore } from '../../src/ports/lease-store.js';
import type { ModelStore } from '../../src/ports/model-store.js';
import type { PauseStore } from '../../src/ports/pause-store.js';
import type { PaperStore } from '../../src/ports/paper-store.js';
import type { PeopleStore } from '../../src/ports/people-store.js';
import type { RetentionStore } from '../../src/ports/retention-store.js';
import type { SearchStore } from '../../src/ports/search-store.js';
import type { SourceStore } from '../../src/ports/source-store.js';
import type { StatusStore } from '../../src/ports/status-store.js';
import type { SubscriberStore } from '../../src/ports/subscriber-store.js';
import type { TurnStore } from '../../src/ports/turn-store.js';
import type { VectorStore } from '../../src/ports/vector-store.js';
import type { FactStore, WorkspaceStore } from '../../src/ports/workspace-store.js';
import { createAnswerStore, createViewStore } from './answer-store.js';
import { createAskedStore } from './asked-store.js';
import { createChannelStore } from './channel-store.js';
import { createDeliveryStore } from './delivery-store.js';
import { createDigestStore } from './digest-store.js';
import { createLeaseStore } from './lease-store.js';
import { createModelStore } from './model-store.js';
import { createPaperStore } from './paper-store.js';
import { createPauseStore } from './pause-store.js';
import { createPeopleStore } from './people-store.js';
import { createRetentionStore } from './retention-store.js';
import { createSearchStore } from './search-store.js';
import { createSourceStore } from './source-store.js';
import { createSql } from './sql.js';
import { createStatusStore } from './status-store.js';
import { createSubscriberStore } from './subscriber-store.js';
import { createTurnStore } from './turn-store.js';
import { createVectorStore } from './vector-store.js';
import { createFactStore, createWorkspaceStore } from './workspace-store.js';

export interface Stores {
  readonly clock: Clock;
  readonly papers: PaperStore;
  readonly channels: ChannelStore;
  readonly pauses: PauseStore;
  readonly digests: DigestStore;
  readonly deliveries: DeliveryStore;
  readonly sources: SourceStore;
  readonly asked: AskedStore;
  readonly answers: AnswerStore;
  readonly views: ViewStore;
  readonly people: PeopleStore;
  readonly workspaces: WorkspaceStore;
  readonly facts: FactStore;
  readonly retention: RetentionStore;
  readonly search: SearchStore;
  readonly turns: TurnStore;
  readonly leases: LeaseStore;
  readonly models: ModelStore;
  readonly vectors: VectorStore;
  readonly subscribers: SubscriberStore;
  readonly status: StatusStore;
}

/**
 * Every store of the core, on one pool.
 * Each method throws an AppError `database`, retryable when the database was away; nothing is half written then.
 */
export function createStores(pool: pg.Pool): Stores {
  const sql = createSql(pool);
  return {
    clock: {
      now: async () => {
        const rows = await sql.query<{ now: Date }>('select broadsheet.clock() as now');
        return rows[0]?.now ?? new Date(NaN);
      },
    },
    papers: createPaperStore(sql),
    channels: createChannelStore(sql),
    pauses: createPauseStore(sql),
    digests: createDigestStore(sql),
    deliveries: createDeliveryStore(sql),
    sources: createSourceStore(sql),
    asked: createAskedStore(sql),
    answers: createAnswerStore(sql),
    views: createViewStore(sql),
    people: createPeopleStore(sql),
    workspaces: createWorkspaceStore(sql),
    facts: createFactStore(sql),
    retention: createRetentionStore(sql),
    search: createSearchStore(sql),
    turns: createTurnStore(sql),
    leases: createLeaseStore(sql),
    models: createModelStore(sql),
    vectors: createVectorStore(sql),
    subscribers: createSubscriberStore(sql),
    status: createStatusStore(sql),
  };
}

import { createApi } from '../../adapters/web/api/api.js';
import { createDoor, type AddressLimit } from '../../adapters/web/door.js';
import { testDatabases } from './databases.js';
import { createReadingWorld, storePapers } from './reading-world.js';
import { serveSite } from './serve-site.js';
import { NOON } from './stored-things.js';
import { webPapers } from './web-papers.js';

export const PUBLIC = 'https://broadsheet.example';
const MANY: AddressLimit = { requests: 10_000, seconds: 60 };

export interface Told {
  readonly [field: string]: unknown;
  readonly papers: readonly { readonly id: string; readonly title: string; readonly rank: number }[];
  readonly next: string | null;
}

export interface ApiBench {
  readonly url: string;
  /** Every reading fails with it while it is set. */
  fault: Error | null;
  /** What was noted as an error. */
  readonly logged: readonly unknown[];
  ask(path: string, options?: AskOptions): Promise<Asked>;
  /** The same API behind another limit. @returns where it is */
  open(limit: AddressLimit): Promise<string>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly base?: string;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly told: Told;
}

/** The API on a port of its own, over the papers of `webPapers`. */
export async function openApiBench(): Promise<ApiBench> {
  const database = await testDatabases[0]!.open();
  await database.setClock(NOON);
  const { stores, reading } = createReadingWorld(database.pool);
  await storePapers(stores, webPapers());
  const closers: (() => Promise<void>)[] = [];
  const logged: unknown[] = [];
  const state: { fault: Error | null } = { fault: null };
  const failing = new Proxy(reading, {
    get: (target, name, self) => {
      const { fault } = state;
      return fault === null ? (Reflect.get(target, name, self) as unknown) : () => Promise.reject(fault);
    },
  });
  const open = async (limit: AddressLimit): Promise<string> => {
    const api = createApi({
      reading: failing,
      publicUrl: PUBLIC,
      door: createDoor(limit),
      version: '1.2.3',
      logger: { error: (...told: readonly unknown[]) => void logged.push(told) },
    });
    const site = await serveSite(api);
    closers.push(() => site.stop());
    return site.url;
  };
  const url = await open(MANY);
  return Object.assign(state, {
    url,
    logged,
    open,
    ask: async (path: string, { headers = {}, method = 'GET', base = url }: AskOptions = {}) => {
      const answer = await fetch(`${base}${path}`, { headers, method, redirect: 'manual' });
      const text = await answer.text();
      const told = (text.startsWith('{') ? JSON.parse(text) : {}) as Told;
      return { status: answer.status, headers: answer.headers, text, told };
    },
    close: async () => {
      for (const close of closers) await close();
      await database.close();
    },
  });
}

import { z } from 'zod';

/** Of the file, not of the tables in it; a change that an older program cannot read is a higher number. */
export const FORMAT = 1;

/** The first line. */
export const header = z.object({
  broadsheet: z.literal('export'),
  format: z.number(),
  /** Names this export: an import that goes on must find the same file. */
  id: z.string(),
  /** Number of the last migration. */
  schema: z.number(),
  /** The program that wrote it. */
  version: z.string(),
  madeAt: z.string(),
  from: z.enum(['embedded', 'server']),
  /** Something sealed, to try a key on; null when nothing is sealed. */
  sealed: z.string().nullable(),
});

/** Comes before the rows of a table, each of which is an array of texts and nulls. */
export const tableHead = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

/** The last line. */
export const trailer = z.object({
  end: z.literal(true),
  tables: z.record(z.string(), z.object({ rows: z.number(), hash: z.string() })),
  /** Where each column that numbers rows stands; `last` null: it has given no number yet. */
  numbered: z.array(z.object({ table: z.string(), column: z.string(), last: z.number().nullable() })),
  /** SHA-256 of every byte before this line. */
  sha256: z.string(),
});

export const row = z.array(z.string().nullable());

export type Header = z.infer<typeof header>;
export type TableHead = z.infer<typeof tableHead>;
export type Trailer = z.infer<typeof trailer>;
export type Row = z.infer<typeof row>;

/** How far it has come: rows of the table, and of all where that is known. */
export interface TransferProgress {
  readonly step: 'export' | 'check' | 'import' | 'verify' | 'index';
  readonly table: string | null;
  readonly rows: number;
  readonly total: number | null;
}

export type OnProgress = (progress: TransferProgress) => void;

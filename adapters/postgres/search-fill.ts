import { WORD_RULES } from '../../src/search/index-words.js';
import { PAPER_COLUMNS, type PaperRow, toPaper } from './paper-rows.js';
import { lockSaving } from './paper-save.js';
import { indexPapers } from './search-save.js';
import type { Sql } from './sql.js';

/** The body of `SearchStore.catchUp`: the newest papers first, because those are asked for. */
export function indexMissing(sql: Sql, limit: number): Promise<number> {
  return sql.transaction(async (query) => {
    await lockSaving(query);
    const rows = await query<PaperRow>(
      `select ${PAPER_COLUMNS} from broadsheet.papers p
       where not exists (select from broadsheet.search_papers s where s.paper_id = p.id and s.rules = $1)
       order by first_listed_on desc, id limit $2`,
      [WORD_RULES, limit],
    );
    await indexPapers(query, rows.map(toPaper));
    return rows.length;
  });
}

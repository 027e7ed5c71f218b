import type { FC } from 'hono/jsx';
import type { PaperList } from '../../src/reading/reading-types.js';
import { fit } from './fit.js';

/** What a reader must know of a list: a sample, an old one, sources that are missing. */
export const Notices: FC<{ readonly list: PaperList }> = ({ list }) => {
  const { sample, old, notices, madeAt } = list;
  if (!sample && !old && notices.length === 0) return null;
  return (
    <aside class="notices" aria-label="About this list">
      {sample ? (
        <p>
          <strong>Sample.</strong> These are sixty real papers of one week of October 2025, shown until the
          first papers have been read. Today’s list takes their place by itself.
        </p>
      ) : null}
      {old ? (
        <p>
          <strong>An earlier list.</strong> The database does not answer, so this is the list as of{' '}
          {madeAt.slice(0, 16).replace('T', ' ')} UTC.
        </p>
      ) : null}
      {notices.slice(0, 8).map((notice) => (
        <p>{fit(notice, 800)}</p>
      ))}
    </aside>
  );
};

import type { HeadExtras, PageSubject } from '../layout.js';
import { placeOf } from './feed.js';
import { FEED_TYPES } from './spell.js';

/** The feeds of what a page shows, for its head: a topic's own, else the common one. */
export function feedLinks(subject: PageSubject): HeadExtras['feeds'] {
  const list = subject.kind === 'list' ? subject.list : { key: 'week', topic: null };
  const { title, feed } = placeOf(list);
  return (['atom', 'json'] as const).map((format) => ({
    type: FEED_TYPES[format],
    title,
    href: feed(format),
  }));
}

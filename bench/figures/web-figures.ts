import type { WebReport } from '../web.js';
import { figure, ranOn, table } from './pages.js';

/** How quickly pages come, at a steady rate and one after the other. */
export function webBlock(report: WebReport): string {
  const { first, list, search, filling } = report;
  const row = (name: string, { requests, failed, firstByte, whole, largest }: WebReport['first']) => [
    name,
    String(requests),
    String(failed),
    ...[firstByte.p50, firstByte.p99, whole.p95, whole.p99].map((ms) => figure(ms, 1)),
    figure(largest / 1000, 0),
  ];
  return [
    table([
      ['page', 'requests', 'failed', 'first byte p50 ms', 'p99 ms', 'whole p95 ms', 'p99 ms', 'HTML kB'],
      row(`the list, ${String(list.perSecond)} a second`, list),
      row('a search, every time another', search),
      row('the very first request', first),
    ]),
    `With ${String(filling.papers)} papers stored, ${String(filling.lastWeek)} of them of the last week. ${ranOn(report)}`,
  ].join('\n\n');
}

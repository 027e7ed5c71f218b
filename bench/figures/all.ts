import { fanoutBlock } from './fanout-figures.js';
import { fillPage } from './pages.js';
import { constantsBlock, constantsPicture, speedBlock, tasksBlock, tasksPicture } from './ranking-figures.js';
import type { Results } from './results.js';
import { searchBlock, searchPicture } from './search-figures.js';
import { webBlock } from './web-figures.js';
import { tasteBlock, tastePicture } from './taste-figures.js';

type Pages = Readonly<Record<'docs/ranking.md' | 'docs/search.md' | 'docs/operating.md', string>>;

/**
 * Everything that is made of measured results: pages with their figures, and pictures, by file. The same results and
 * pages give the same bytes; what was not measured leaves its place as it is.
 */
export async function makeFigures(
  { ranking, taste, search, fanout, 'fanout-faults': faulty, web }: Results,
  pages: Pages,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const ablation = ranking?.ablation;
  files.set(
    'docs/ranking.md',
    await fillPage(pages['docs/ranking.md'], {
      ...(ranking === null ? {} : { ranking: tasksBlock(ranking), speed: speedBlock(ranking) }),
      ...(ablation === undefined ? {} : { constants: constantsBlock(ablation) }),
      ...(taste === null ? {} : { taste: tasteBlock(taste) }),
    }),
  );
  files.set(
    'docs/search.md',
    await fillPage(pages['docs/search.md'], search === null ? {} : { search: searchBlock(search) }),
  );
  const delivered = fanoutBlock({ limited: fanout, faulty });
  files.set(
    'docs/operating.md',
    await fillPage(pages['docs/operating.md'], {
      ...(delivered === null ? {} : { fanout: delivered }),
      ...(web === null ? {} : { web: webBlock(web) }),
    }),
  );
  if (ranking !== null) files.set('docs/pictures/ranking-tasks.svg', tasksPicture(ranking));
  if (ablation !== undefined) files.set('docs/pictures/ranking-constants.svg', constantsPicture(ablation));
  if (taste !== null) files.set('docs/pictures/taste-presses.svg', tastePicture(taste));
  if (search !== null) files.set('docs/pictures/search-quality.svg', searchPicture(search));
  return files;
}

import type { CommandDeps } from '../../src/commands/deps.js';
import { AppError } from '../../src/errors.js';
import type { ListView } from '../../src/ports/answer-store.js';
import type { Clock } from '../../src/ports/clock.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { SavedPaper } from '../../src/ports/people-store.js';
import type { WorkspaceSettings } from '../../src/ports/workspace-store.js';
import type { PaperSearch } from '../../src/search/search-types.js';
import { wordsOf } from '../../src/text/words.js';
import { createMatcher } from '../../src/topics/match.js';

type Catalogue = Map<string, SightedPaper>;

export function memoryPapers(catalogue: Catalogue): CommandDeps['papers'] {
  return {
    get: (ids) => Promise.resolve(ids.flatMap((id) => catalogue.get(id) ?? [])),
    listedSince: (since) =>
      Promise.resolve([...catalogue.values()].filter(({ paper }) => paper.firstListedOn >= since)),
  };
}

/** What people keep, by the rules of `PeopleStore`: a paper must be in the catalogue. */
export function memoryPeople(catalogue: Catalogue, clock: Clock): Pick<CommandDeps, 'people'> {
  const saved = new Map<string, SavedPaper[]>();
  const said = new Map<string, string>();
  const known = (paperId: string): void => {
    if (!catalogue.has(paperId)) throw new AppError('Not in the catalogue.', { code: 'not-found' });
  };
  const of = (person: string): readonly SavedPaper[] => saved.get(person) ?? [];
  return {
    people: {
      save: async (person, paperId, _workspace, channelKey = null) => {
        known(paperId);
        if (of(person).some((paper) => paper.paperId === paperId)) return false;
        saved.set(person, [{ paperId, savedAt: await clock.now() }, ...of(person)]);
        if (channelKey !== null) said.set(`${channelKey} ${person} ${paperId} saved`, 'saved');
        return true;
      },
      unsave: (person, paperId) => {
        const rest = of(person).filter((paper) => paper.paperId !== paperId);
        const was = rest.length < of(person).length;
        saved.set(person, rest);
        return Promise.resolve(was);
      },
      saved: (person) => Promise.resolve(of(person)),
      giveFeedback: async (channelKey, person, paperId, verdict) => {
        known(paperId);
        const key = `${channelKey} ${person} ${paperId}`;
        const first = said.get(key) !== verdict;
        said.set(key, verdict);
        return Promise.resolve(first);
      },
      presses: async (channelKey, limit) => {
        const at = await clock.now();
        const here = [...said].filter(([key]) => key.startsWith(`${channelKey} `)).reverse();
        return here.slice(0, limit).map(([key, verdict]) => ({
          paperId: key.split(' ').find((part) => catalogue.has(part)) ?? '',
          verdict: verdict as 'saved' | 'more' | 'less',
          person: key.split(' ')[1]!,
          at,
        }));
      },
      forgetPresses: (channelKey) => {
        const here = [...said.keys()].filter((key) => key.startsWith(`${channelKey} `));
        for (const key of here) said.delete(key);
        return Promise.resolve(here.length);
      },
      forget: (person) => {
        const gone = of(person).length;
        saved.delete(person);
        const presses = [...said].filter(([key]) => key.includes(` ${person} `));
        for (const [key] of presses) said.delete(key);
        const opinions = presses.filter(([, verdict]) => verdict !== 'saved');
        return Promise.resolve({ saved: gone, feedback: opinions.length });
      },
    },
  };
}

/** Kept lists, taken interactions and settings of workspaces. */
export function memoryViews(): Pick<CommandDeps, 'views' | 'answers' | 'workspaces'> {
  const views = new Map<string, ListView>();
  const claimed = new Set<string>();
  const workspaces = new Map<string, WorkspaceSettings>();
  const usual: WorkspaceSettings = { unfurl: true, prefer: 'no-duplicate' };
  return {
    views: {
      keep: (view) => {
        const id = `view${views.size + 1}`;
        // As the database does: what is not JSON is lost.
        views.set(id, JSON.parse(JSON.stringify(view)) as ListView);
        return Promise.resolve(id);
      },
      get: (id) => Promise.resolve(views.get(id) ?? null),
    },
    answers: {
      release: (id) => {
        claimed.delete(id);
        return Promise.resolve();
      },
      claim: (id) => {
        const first = !claimed.has(id);
        claimed.add(id);
        return Promise.resolve(first);
      },
    },
    workspaces: {
      get: (platform, workspace) => Promise.resolve(workspaces.get(`${platform}:${workspace}`) ?? usual),
      put: (platform, workspace, settings) => {
        const key = `${platform}:${workspace}`;
        workspaces.set(key, { ...(workspaces.get(key) ?? usual), ...settings });
        return Promise.resolve();
      },
    },
  };
}

/** A search that finds what matches, in order of id; similar papers share a word of the title. */
export function memorySearch(catalogue: Catalogue, beyond: Catalogue): PaperSearch {
  const hit = (item: SightedPaper) => ({
    item,
    score: 1,
    from: beyond.has(item.paper.id) ? 'Hugging Face' : null,
  });
  const all = (): readonly SightedPaper[] =>
    [...catalogue.values(), ...beyond.values()].sort((a, b) => (a.paper.id < b.paper.id ? -1 : 1));
  const titleWords = ({ paper }: SightedPaper) => new Set(wordsOf(paper.title).map(({ joined }) => joined));
  return {
    search: (query, { limit, now, topicByName }) => {
      const matches = createMatcher(query, { now, ...(topicByName === undefined ? {} : { topicByName }) });
      return Promise.resolve({ hits: all().filter(matches).slice(0, limit).map(hit), notices: [] });
    },
    similar: (paperId, { limit }) => {
      const item = catalogue.get(paperId) ?? beyond.get(paperId);
      if (item === undefined) return Promise.resolve([]);
      const words = titleWords(item);
      const like = all().filter(
        (other) => other !== item && [...titleWords(other)].some((word) => words.has(word)),
      );
      return Promise.resolve(like.slice(0, limit).map(hit));
    },
    paper: (paperId) => {
      const found = beyond.get(paperId);
      // What a source gives is taken into the catalogue.
      if (found !== undefined) catalogue.set(paperId, found);
      return Promise.resolve(catalogue.get(paperId) ?? null);
    },
    suggest: (text, limit) =>
      Promise.resolve(
        all()
          .filter(({ paper }) => paper.title.toLowerCase().includes(text.toLowerCase()))
          .slice(0, limit)
          .map(({ paper: { id, title } }) => ({ id, title })),
      ),
  };
}

import type { Child } from 'hono/jsx';
import { renderPage, type Rendered } from './respond.js';

/** Keeps what was rendered of a thing for as long as the thing itself is remembered. */
export interface Keeper {
  /**
   * @param of the list, paper or answer that is shown: one object until it changes
   * @param name which page of it, one of few
   * @param stamps texts that change though nothing else does
   */
  page(of: object, name: string, render: () => Child, ...stamps: readonly string[]): Promise<Rendered>;
}

export function createKeeper(): Keeper {
  const kept = new WeakMap<object, Map<string, Promise<Rendered>>>();
  return {
    page: (of, name, render, ...stamps) => {
      const pages = kept.get(of) ?? new Map<string, Promise<Rendered>>();
      kept.set(of, pages);
      const known = pages.get(name) ?? renderPage(render(), stamps);
      pages.set(name, known);
      known.catch(() => pages.delete(name));
      return known;
    },
  };
}

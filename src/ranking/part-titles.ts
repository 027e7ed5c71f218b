/** How people call the parts of a score; a part that is not here goes by its own name. */
const TITLES: Readonly<Record<string, string>> = {
  level: 'Upvotes',
  promise: 'Promise',
  rise: 'Still to come',
  momentum: 'Growth',
  stars: 'GitHub stars',
  hackerNews: 'Hacker News',
  hackerNewsComments: 'Discussion on Hacker News',
  velocity: 'Papers with Code',
  citations: 'Citations',
  trending: 'Trending list',
  comments: 'Discussion',
  freshness: 'Freshness',
  topic: 'Topics here',
  taste: 'Taste here',
};

/** How people call a part of a score. */
export function partTitle(name: string): string {
  return TITLES[name] ?? name;
}

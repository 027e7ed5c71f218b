import { z } from 'zod';
import { PROGRAM_LIMIT } from '../door.js';
import * as schemas from './schemas.js';

const EXAMPLES: Readonly<Record<string, string>> = {
  day: '2026-11-27',
  week: 'last',
  month: '2026-11',
  topic: 'agents',
  q: 'author:lovelace "analytical engine"',
  limit: '20',
};

/**
 * The API in the words of OpenAPI 3.1, made of the schemas that requests and answers go by.
 * @param publicUrl without a slash at the end
 */
export function openApi({ publicUrl, version }: { readonly publicUrl: string; readonly version: string }) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Broadsheet',
      version,
      summary: 'Trending research papers, as the page shows them.',
      description: [
        'Everything is read with GET, needs no key and may be read by pages of every origin.',
        `One address is answered ${String(PROGRAM_LIMIT.requests)} times in ${String(PROGRAM_LIMIT.seconds)} seconds; then comes 429 with \`Retry-After\`.`,
        'Answers have an `ETag`: send it back as `If-None-Match` to get 304 when nothing has changed.',
        'A list is about a minute old. It may be made anew between two pages: a paper may then come twice, and one that climbed into the pages already given is missed; `limit=100` needs two pages at most.',
      ].join('\n\n'),
    },
    servers: [{ url: publicUrl }],
    paths: {
      '/api/papers': read('listPapers', 'A ranked list', 'PaperList', queryOf(schemas.ListWish), [400, 404]),
      '/api/papers/{id}': read('getPaper', 'One paper', 'PaperDetail', [ID], [400, 404]),
      '/api/search': read(
        'searchPapers',
        'Papers by words',
        'SearchResult',
        queryOf(schemas.SearchWish),
        [400],
      ),
      '/api/topics': read('listTopics', 'The topics that come with Broadsheet', 'TopicList', [], [400]),
    },
    components: { schemas: components() },
  };
}

// --- Internal helpers ---

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description:
    'An arXiv id, or `doi:` and a DOI; with a slash in it, percent-encoded. Other spellings are redirected.',
  schema: { type: 'string' },
  example: '2607.23193',
} as const;

const WHY: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is no such list or paper.',
  429: 'Too many requests of one address.',
  503: 'The database does not answer, or too much is being asked.',
};

function read(
  operationId: string,
  summary: string,
  answer: string,
  parameters: readonly object[],
  faults: readonly number[],
) {
  const seconds = { description: 'Seconds to wait.', schema: { type: 'integer' } };
  const faultOf = (status: number) => ({
    description: WHY[status],
    ...(status === 429 || status === 503 ? { headers: { 'Retry-After': seconds } } : {}),
    content: { 'application/problem+json': { schema: refTo('Problem') } },
  });
  return {
    get: {
      operationId,
      summary,
      parameters,
      responses: {
        200: { description: summary, content: { 'application/json': { schema: refTo(answer) } } },
        304: { description: 'Nothing has changed since the `ETag` that was sent.' },
        ...Object.fromEntries([...faults, 429, 503].map((status) => [status, faultOf(status)])),
      },
    },
  };
}

function queryOf(wish: z.ZodObject): readonly object[] {
  const { properties = {} } = z.toJSONSchema(wish, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as { readonly description?: string };
    return {
      name,
      in: 'query',
      description,
      schema,
      ...(name in EXAMPLES ? { example: EXAMPLES[name] } : {}),
    };
  });
}

function components(): Readonly<Record<string, object>> {
  const registry = z.registry<{ readonly id: string }>();
  const { Paper, PaperList, PaperDetail, SearchResult, TopicList, Problem } = schemas;
  for (const [id, schema] of Object.entries({
    Paper,
    PaperList,
    PaperDetail,
    SearchResult,
    TopicList,
    Problem,
  }))
    registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}

function refTo(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** The import rules of ARCHITECTURE.md, npm packages and type-only imports included. */
const only = (name, packages, home) => ({
  name,
  severity: 'error',
  from: { pathNot: [home, '^test/', '^bench/'] },
  to: { path: packages.map((p) => `^(node_modules/)?${p}(/|$)`) },
});

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-imports-no-adapter-or-job',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli)\\.ts$|^src/wiring/' },
      to: { path: '^(adapters|jobs)/' },
    },
    {
      name: 'core-imports-no-sdk',
      comment:
        'zod and the Temporal polyfill are the only packages of the core; node builtins stay outside but crypto.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli)\\.ts$|^src/(wiring|cli)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
        pathNot: ['^(node_modules/)?(zod|temporal-polyfill|temporal-spec)(/|$)', '^(node:)?crypto$'],
      },
    },
    {
      name: 'core-imports-no-wiring',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli)\\.ts$|^src/(wiring|cli)/' },
      to: { path: '^src/(main|cli)\\.ts$|^src/(wiring|cli)/' },
    },
    {
      name: 'adapters-do-not-import-each-other',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: ['^adapters/$1/', '^adapters/shared/'] },
    },
    {
      name: 'adapters-import-no-job-or-wiring',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: ['^jobs/', '^src/(main|cli)\\.ts$', '^src/(wiring|cli)/'] },
    },
    {
      name: 'jobs-import-no-adapter-or-wiring',
      severity: 'error',
      from: { path: '^jobs/' },
      to: { path: ['^adapters/', '^src/(main|cli)\\.ts$', '^src/(wiring|cli)/'] },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^(src|adapters|jobs)/' },
      to: { path: '^(test|bench|examples)/' },
    },
    {
      name: 'examples-import-as-adapters-do',
      severity: 'error',
      from: { path: '^examples/([^/]+)/' },
      to: {
        path: ['^(adapters|jobs|examples|test|bench)/', '^src/(main|cli)\\.ts$', '^src/(wiring|cli)/'],
        pathNot: ['^examples/$1/', '^adapters/shared/'],
      },
    },
    only(
      'discord-only-in-its-adapter',
      ['discord\\.js', '@discordjs', 'discord-api-types'],
      '^adapters/discord/',
    ),
    only('slack-only-in-its-adapter', ['@slack'], '^adapters/slack/'),
    only('drawing-only-in-pictures', ['@resvg'], '^adapters/pictures/'),
    only('queue-only-in-jobs', ['bullmq', 'ioredis', 'node-cron', '@bull-board', 'bullmq-otel'], '^jobs/'),
    only('traces-only-in-telemetry', ['@opentelemetry'], '^adapters/telemetry/'),
    only('database-only-in-postgres', ['@electric-sql'], '^adapters/postgres/'),
    only('pg-only-in-postgres-and-queue', ['pg', '@types/pg'], '^(adapters/postgres|jobs)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.test.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

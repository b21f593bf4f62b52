/** Who may import whom: the table of docs/architecture.md. What it cannot express is in scripts/check-modules.ts. */

const tests = '\\.test\\.tsx?$'
/** Files that put the product together for tests: they see what a test sees, and only tests see them. */
const testKit = '^(kernel|config|ui|modules/[^/]+)/testing/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or lack a third: move what both need into it.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'kernel-knows-no-module',
      comment: 'The kernel has no domain noun. What a module needs from it is a contract, an extension point or a parameter.',
      severity: 'error',
      from: { path: '^kernel/', pathNot: [testKit, tests] },
      to: { path: '^(modules|ui|config|scripts)/' },
    },
    {
      name: 'contracts-are-pure',
      comment: 'A contract is read by the browser: it imports kernel/contract, kernel/schemas, other contracts and typebox.',
      severity: 'error',
      from: { path: '^modules/[^/]+/contract\\.ts$' },
      to: { pathNot: ['^kernel/(contract|schemas)\\.ts$', '^modules/[^/]+/contract\\.ts$', '^node_modules/(typebox|@types)/'] },
    },
    {
      name: 'modules-meet-at-contracts',
      comment: "Another module's contract.ts is all that may be imported of it: ask for a port, an extension point or an event.",
      severity: 'error',
      from: { path: '^modules/([^/]+)/', pathNot: [tests, testKit] },
      to: { path: '^modules/', pathNot: ['^modules/$1/', '^modules/[^/]+/contract\\.ts$'] },
    },
    {
      name: 'modules-stay-inside',
      comment: 'A module knows the kernel and itself, not how the product is put together.',
      severity: 'error',
      from: { path: '^modules/', pathNot: [tests, testKit] },
      to: { path: ['^(ui|config|scripts|migrations)/', testKit] },
    },
    {
      name: 'ui-talks-rest',
      comment: 'The console sees contracts only; everything else it asks over REST.',
      severity: 'error',
      from: { path: '^ui/', pathNot: [tests, testKit] },
      to: { path: '^(kernel|modules|config|scripts|migrations)/', pathNot: ['^modules/[^/]+/contract\\.ts$', '^kernel/(contract|schemas)\\.ts$'] },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A migration must do next year what it did today: it imports no entity and no service.',
      severity: 'error',
      from: { path: ['^migrations/', '^modules/[^/]+/migrations/'], pathNot: tests },
      to: { path: '^(modules|ui|config|scripts)/|^kernel/', pathNot: ['^kernel/database/', '/migrations/'] },
    },
    {
      name: 'nobody-imports-the-assembly',
      comment: 'config/ and scripts/ import everything, so nothing imports them.',
      severity: 'error',
      from: { path: '^(kernel|modules|ui|migrations)/', pathNot: [testKit, tests] },
      to: { path: '^(config|scripts)/' },
    },
    {
      name: 'typeorm-behind-repositories',
      comment: 'In a module only entity, repository and migration files know TypeORM.',
      severity: 'error',
      from: { path: '^modules/', pathNot: ['\\.(entity|repository)\\.ts$', '/migrations/', tests, testKit] },
      to: { path: '^node_modules/typeorm/' },
    },
    {
      name: 'pg-boss-in-one-file',
      comment: 'Only kernel/queue.ts knows the queue library.',
      severity: 'error',
      from: { pathNot: '^kernel/queue\\.ts$' },
      to: { path: '^node_modules/pg-boss/' },
    },
    {
      name: 'no-tests-in-sources',
      comment: 'A source does not depend on a test or on the testing kit.',
      severity: 'error',
      from: { pathNot: [tests, testKit, '^config/vitest', '^scripts/'] },
      to: { path: [tests, testKit, '^node_modules/(vitest|fast-check|playwright-core)/'] },
    },
    {
      name: 'resolvable',
      comment: 'The import names nothing that exists.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\+types/', '^\\./\\+types/'] },
    },
    {
      name: 'declared',
      comment: 'The package is not in package.json: it is there by accident.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['(^|/)(dist|build|\\.react-router)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['development', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}

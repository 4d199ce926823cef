// Who may import whom. Tests may import anything of their own package and its stand-ins.
const test = '\\.test\\.ts$';
const door = '\\.(resolver|webhook|download|subscription|job)\\.ts$';
const server = '^graphql-server/src/';
const feature = `${server}(?!adapters/|http/|migrations/|shared/)([^/]+)/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'entities-know-entities',
      comment: 'An entity holds rows and rules: it imports other entities, its own table of states, and shared/. Types are free.',
      severity: 'error',
      from: { path: `${server}([^/]+)/.+\\.entity\\.ts$` },
      to: {
        path: server,
        pathNot: ['\\.entity\\.ts$', `${server}$1/[^/]+-states\\.ts$`, `${server}shared/`],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'shared-names-no-feature',
      severity: 'error',
      from: { path: `${server}shared/`, pathNot: test },
      to: { path: server, pathNot: `${server}shared/` },
    },
    {
      name: 'doors-open-from-outside',
      comment: "A feature may use another's entity or workflow, never its door. Nor does anything behind a door open it.",
      severity: 'error',
      from: { path: `${server}[^/]+/`, pathNot: test },
      to: { path: door },
    },
    {
      name: 'adapters-know-ports',
      comment: 'An adapter implements a port. It may name the types of a feature, and runs none of its code.',
      severity: 'error',
      from: { path: `${server}adapters/`, pathNot: test },
      to: { path: feature, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-without-development',
      comment: 'Nothing of dev/ or test/ is reachable in production.',
      severity: 'error',
      from: { path: server, pathNot: test },
      to: { path: '^(graphql-server/(dev|test)|e2e)/' },
    },
    {
      name: 'development-without-tests',
      severity: 'error',
      from: { path: '^graphql-server/dev/', pathNot: test },
      to: { path: '^(graphql-server/test|e2e)/' },
    },
    {
      name: 'server-without-webs',
      comment: 'The webs are mounted as built, by their path.',
      severity: 'error',
      from: { path: '^graphql-server/(src|dev)/' },
      to: { path: '^(client-web|admin-web|web-kit)/' },
    },
    {
      name: 'webs-apart',
      comment: 'A web imports web-kit and schema, never the other web or the server.',
      severity: 'error',
      from: { path: '^(client-web|admin-web)/' },
      to: { path: '^(client-web|admin-web|graphql-server|e2e)/', pathNot: '^$1/' },
    },
    {
      name: 'web-kit-for-both',
      comment: 'What both webs share names neither of them, and no operation of theirs.',
      severity: 'error',
      from: { path: '^web-kit/' },
      to: { path: ['/gql/', '^(client-web|admin-web|graphql-server|e2e)/'] },
    },
    {
      name: 'schema-passes-on-the-totals',
      comment: 'The webs compute live totals and frame mails with the code of the server, which they reach through schema; of all else, schema knows nothing.',
      severity: 'error',
      from: { path: '^schema/' },
      to: { path: '^(client-web|admin-web|web-kit|graphql-server|e2e)/', pathNot: '^graphql-server/src/(documents/document-totals|mail/framed-mail|tickets/message-text)\\.ts$' },
    },
    {
      name: 'totals-run-in-browsers',
      comment: 'Whatever the totals import is in the bundle of a web, beside decimal.js.',
      severity: 'error',
      from: { path: '^graphql-server/src/(documents/document-totals|mail/framed-mail|tickets/message-text|shared/domain-error)\\.ts$' },
      to: { pathNot: '^graphql-server/src/shared/domain-error\\.ts$' },
    },
    {
      name: 'server-without-schema',
      comment: 'schema/ is made from the server.',
      severity: 'error',
      from: { path: '^graphql-server/' },
      to: { path: '^schema/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Types may point both ways: nothing is left of them at run time. So may entities, whose relations are ' +
        'mutual and stand in thunks (`() => Client`) that nobody calls before all are loaded; as they import ' +
        'entities and shared/ alone, no cycle through one leads anywhere else.',
      severity: 'error',
      from: { pathNot: '\\.entity\\.ts$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        // Made by SvelteKit, by Vite, and a package of types alone.
        pathNot: ['^\\$(app|env|service-worker)', '/\\$types$', '\\?(raw|url|worker|inline)$', '^@graphql-typed-document-node/'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|dist|\\.svelte-kit|node_modules)/' },
    // Tells an `import type` from an import.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts'],
    },
  },
};

/** What tags cannot say: reachability. Each rule is an error and says why. */
module.exports = {
  forbidden: [
    {
      name: 'api-never-reaches-opening',
      comment: 'Promise 1: no import path lets the API open a credential, directly or through anything.',
      severity: 'error',
      from: { path: '^apps/(api|cli)/src' },
      to: { path: '^libs/crypto/open/', reachable: true },
    },
    {
      name: 'api-never-reaches-clouds-or-rules',
      comment: 'The API talks to no cloud and judges nothing.',
      severity: 'error',
      from: { path: '^apps/(api|cli)/src' },
      to: { path: '^libs/(cloud-readers|rules|pricing)/', reachable: true },
    },
    {
      name: 'one-importer-of-opening',
      comment: 'The worker opens in one place, which lends and wipes; the self-check proves the key.',
      severity: 'error',
      from: { path: '^apps/worker/src', pathNot: '^apps/worker/src/(credentials/|self-check\\.ts$|.*\\.spec\\.ts$)' },
      to: { path: '^libs/crypto/open/' },
    },
    {
      name: 'two-apps-open',
      comment: 'The worker lends what it opens to a cloud; the re-sealer seals it again. Nobody else has a reason.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '(^apps/(worker|reseal)/src/|^libs/crypto/open/|/src/testing/|\\.spec\\.ts$)' },
      to: { path: '^libs/crypto/open/' },
    },
    {
      name: 'reseal-sees-no-cloud',
      comment: 'Who opens every envelope of a cloud must not be able to use one.',
      severity: 'error',
      from: { path: '^apps/reseal/src', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/(cloud-readers|rules|pricing|queues|billing)/', reachable: true },
    },
    {
      name: 'relay-sees-no-credential',
      comment: 'The relay schedules; it reads no credential and no cloud.',
      severity: 'error',
      from: { path: '^apps/worker/src/relay/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs/crypto/|libs/cloud-readers/|apps/worker/src/credentials/)', reachable: true },
    },
    {
      name: 'only-transports-touch-sdks',
      comment: 'Promise 2: every cloud call passes one gate.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '(^libs/cloud-readers/src/(transports|sessions)/|\\.spec\\.ts$)' },
      to: { path: 'node_modules/(@aws-sdk/client-|@azure/|@google-cloud/|google-auth-library|gaxios)' },
    },
    {
      name: 'only-named-sdk-clients',
      comment: 'Promise 2: the readers use one AWS client, by its front door; the bundle gate sees which of its commands ship. A deep import would pass it.',
      severity: 'error',
      from: { path: '^(libs/(cloud-readers|rules|pricing)|apps/worker)/src', pathNot: '\\.spec\\.ts$' },
      to: { path: ['node_modules/@aws-sdk/client-(?!cost-explorer/)', 'node_modules/@aws-sdk/client-[^/]+/.*/commands/'] },
    },
    {
      name: 'only-the-sender-opens-sockets',
      comment: 'Promise 2: a request that the gate did not admit has no way out. (A health server listens, and reaches nobody; a webhook goes to a customer’s receiver, by public addresses only and with no credential of a cloud.)',
      severity: 'error',
      from: {
        path: '^(libs/(cloud-readers|rules|pricing)|apps/worker)/src',
        pathNot:
          '(\\.spec\\.ts$|/src/testing/|^libs/cloud-readers/src/transports/(http-sender|outgoing-agents|door)\\.ts$|^apps/worker/src/health/health-server\\.ts$|^apps/worker/src/webhooks/send-message\\.ts$)',
      },
      to: { path: '(^(node:)?(http|https|http2|net|tls|dgram)$|node_modules/(undici|axios|node-fetch|got|ws)/)' },
    },
    {
      name: 'rules-and-contracts-are-pure',
      comment: 'Rules have no clock and no I/O; contracts are words.',
      severity: 'error',
      from: { path: '^libs/(rules|contracts|pricing)/src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pg-behind-database-and-tenancy',
      comment: 'A raw client has no organization scope.',
      severity: 'error',
      from: { path: '^apps/api/src', pathNot: '(\\.spec\\.ts$|^apps/api/src/(database|events|audits/audit-event-listener|admin)/?)' },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'only-specs-import-testing',
      comment: 'The test house does not ship.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '(\\.spec\\.ts$|/src/testing/|\\.fixture\\.ts$|^libs/testing/|^libs/embedded-postgres/|^apps/cli/)' },
      to: { path: '(^libs/(testing|embedded-postgres)/|^(apps|libs)/.*/src/testing/|\\.fixture\\.ts$)' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle hides who depends on whom.',
      severity: 'error',
      from: { path: '^(apps|libs|tools)/', pathNot: '\\.spec\\.ts$' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'A broken import hides a forbidden one.',
      severity: 'error',
      from: { path: '^(apps|libs|tools)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Our own build output only: most SDKs live in a dist folder too, and excluding those would blind the SDK wall.
    exclude: { path: '^(apps|libs|libs/crypto|tools)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@vitrine/source', 'import', 'node', 'default'],
      mainFields: ['main', 'module', 'types'],
    },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};

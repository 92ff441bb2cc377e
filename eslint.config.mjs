import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// Two axes, nothing untagged: an untagged project may depend on nothing, so a forgotten tag fails closed.
const boundaries = [
  { sourceTag: 'side:api', onlyDependOnLibsWithTags: ['side:api', 'side:shared'] },
  { sourceTag: 'side:worker', onlyDependOnLibsWithTags: ['side:worker', 'side:shared'] },
  { sourceTag: 'side:shared', onlyDependOnLibsWithTags: ['side:shared'] },
  { sourceTag: 'type:util', onlyDependOnLibsWithTags: ['type:util'] },
  { sourceTag: 'type:feature', onlyDependOnLibsWithTags: ['type:util', 'type:feature'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:util', 'type:feature', 'type:app'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:util', 'type:feature', 'type:testing'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:util', 'type:feature', 'type:testing', 'type:e2e'] },
];

// Specs of these libraries use the test house, which uses them: a cycle of specs only. dependency-cruiser refuses real ones.
const specCycles = [
  'contracts',
  'database',
  'tenancy',
  'queues',
  'embedded-postgres',
  'crypto-envelope',
  'crypto-seal',
  'billing',
  'observability',
  'trail',
].map((name) => ['@vitrine/testing', `@vitrine/${name}`]);

const sdks = ['@aws-sdk/*', '@azure/*', '@google-cloud/*', 'google-auth-library', 'googleapis'];

const pastTheGate = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({ name, message: 'A cloud is reached through the gate only.' }));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.generated.ts', '.nx/**', '.vitrine/**', 'reports/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { ecmaVersion: 2024, sourceType: 'module' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...sdks, '@aws-sdk/client-*'],
              message: 'Cloud SDKs are imported by libs/cloud-readers/src/transports and sessions only: everything passes the gate.',
            },
            { group: ['@vitrine/*/src/*', '@vitrine/*/dist/*'], message: 'Import a package by its front door.' },
          ],
        },
      ],
    },
  },
  {
    // Import walls look at what ships; specs may reach for the test house.
    files: ['**/*.ts'],
    ignores: ['**/*.spec.ts', '**/src/testing/**', '**/*.fixture.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: boundaries,
          enforceBuildableLibDependency: false,
          ignoredCircularDependencies: [...specCycles, ['@vitrine/cloud-readers', '@vitrine/cloud-sim'], ['@vitrine/rules', '@vitrine/cloud-sim']],
        },
      ],
    },
  },
  {
    // Dependency injection reads constructor parameter types at run time.
    files: ['apps/api/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: [
      'libs/cloud-readers/src/transports/**/*.ts',
      'libs/cloud-readers/src/sessions/**/*.ts',
      'tools/cloud-sim/src/**/*.spec.ts',
      'libs/cloud-readers/src/**/*.spec.ts',
      'bench/src/**/*.ts',
      'proofs/src/**/*.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Promise 2: what runs in a worker reaches a cloud by a declared operation, through the gate and one sender. Each line is a way round it.
    files: ['libs/cloud-readers/src/**/*.ts', 'libs/rules/src/**/*.ts', 'libs/pricing/src/**/*.ts', 'apps/worker/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/src/testing/**', '**/*.fixture.ts'],
    rules: {
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-globals': ['error', ...pastTheGate],
      'no-restricted-properties': ['error', ...pastTheGate.map(({ name, message }) => ({ object: 'globalThis', property: name, message }))],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Property[key.name="operation"] > :matches(TemplateLiteral[expressions.length>0], BinaryExpression, CallExpression[callee.property.name=/^(join|concat|replace|replaceAll|fromCharCode|decode|toString)$/]).value',
          message: 'An operation is named whole: one that is put together could be any.',
        },
        { selector: 'ImportExpression[source.type!="Literal"]', message: 'A module is named whole: one that is put together could be any client.' },
        {
          selector: 'TSAsExpression TSTypeReference > Identifier[name="AdmittedRequest"]',
          message: 'Only the gate makes an admitted request; a cast would pass one off.',
        },
        {
          selector: 'ImportSpecifier[imported.name="stampAdmitted"]',
          message: 'Only the gate stamps a request as admitted.',
        },
        {
          selector: 'CallExpression[callee.object.property.name="middlewareStack"][callee.property.name=/^remove/]',
          message: 'The gate’s middleware stays.',
        },
        {
          selector: 'CallExpression[callee.property.name="removePolicy"] Literal[value="vitrineGatePolicy"]',
          message: 'The gate’s policy stays.',
        },
      ],
    },
  },
  { files: ['libs/cloud-readers/src/gate/gate.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);

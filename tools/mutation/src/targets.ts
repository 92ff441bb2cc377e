/** What is mutated and by which specs it is judged; both are globs from the root of the project. */
export interface Target {
  readonly sources: readonly string[];
  /** In this order, quick ones first: the first failure decides. */
  readonly specs: readonly string[];
  /** What of them is left out, with the reason: a file, or one test as `file › title › title`. */
  readonly without: Readonly<Record<string, string>>;
  readonly database: boolean;
}

export const targets = {
  crypto: {
    sources: ['libs/crypto/{envelope,seal,open}/src/**/*.ts'],
    specs: ['libs/crypto/envelope/src/**/*.spec.ts', 'libs/crypto/seal/src/**/*.spec.ts', 'libs/crypto/open/src/**/*.spec.ts'],
    without: {
      'libs/crypto/seal/src/seal-bundle.spec.ts': 'measures the size of the bundle, which mutants make larger',
      'libs/crypto/envelope/src/check-envelope.spec.ts › whatever it is given': 'one property, thousands of random inputs',
      'libs/crypto/seal/src/seal-credential.spec.ts › freshness': 'one statement, 2,000 times',
    },
    database: false,
  },
  tenancy: {
    sources: ['libs/tenancy/src/**/*.ts', 'libs/database/src/{database-errors,database-url,pool,scram-verifier,tls-options}.ts'],
    specs: ['libs/database/src/{scram-verifier,database-*,tls-options,pool}.spec.ts', 'libs/tenancy/src/**/*.spec.ts'],
    without: {},
    database: true,
  },
  gate: {
    sources: ['libs/cloud-readers/src/{gate,transports}/**/*.ts'],
    specs: ['gate', 'transports', 'sessions', 'validation', 'billing'].map((folder) => `libs/cloud-readers/src/${folder}/**/*.spec.ts`),
    without: {},
    database: false,
  },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;

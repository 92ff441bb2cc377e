import {
  createTestDatabase,
  loginRoles,
  seedTwoOrganizations,
  startPreparedServer,
  type PreparedServer,
  type SeededOrganization,
  type SeedOptions,
  type TestDatabase,
  type TestRole,
} from '@vitrine/testing';

/** A migrated database of the attempt's own with two organizations of equal names in it. The guards in it may be broken at will. */
export interface AttackedDatabase {
  readonly database: TestDatabase;
  readonly acme: SeededOrganization;
  readonly umbra: SeededOrganization;
}

/** One server for all attempts of this process, under Jest the run's own; it ends with the process, however that ends. */
let server: Promise<PreparedServer> | undefined;

/** Makes a database, lets `work` attack it and drops it. */
export async function withAttackedDatabase<T>(work: (attacked: AttackedDatabase) => Promise<T>, seed: SeedOptions = {}): Promise<T> {
  const shared = process.env['VITRINE_TEST_POSTGRES'] !== undefined;
  const database = await createTestDatabase(shared ? undefined : await (server ??= startPreparedServer()));
  try {
    return await work({ database, ...(await seedTwoOrganizations(database, seed)) });
  } finally {
    await database.drop();
  }
}

/** Every role that can log in, by the server's own list: a role made tomorrow is attacked tomorrow. */
export async function rolesThatLogIn({ database }: AttackedDatabase): Promise<TestRole[]> {
  // A role that the testing library does not know has no password there and fails loudly.
  return (await loginRoles(database.poolFor('postgres'))) as TestRole[];
}

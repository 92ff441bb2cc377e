import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTestDatabase,
  seedTwoOrganizations,
  startTestIssuer,
  type SeededOrganization,
  type SeededRole,
  type TestDatabase,
  type TestIssuer,
} from '@vitrine/testing';
import { startApiUnderTest, type ApiUnderTest, type Received, type Sent } from './api-under-test.js';

/** What most specs of the API need: a database of their own with two organizations, an issuer that both trust, and the API before them. */
export interface ApiHouse {
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly api: ApiUnderTest;
  readonly acme: SeededOrganization;
  readonly umbra: SeededOrganization;
  tokenOf(organization: SeededOrganization, role: SeededRole): Promise<string>;
  /** A request as the member of this role, by a fresh token. */
  as(organization: SeededOrganization, role: SeededRole, method: string, path: string, sent?: Omit<Sent, 'token'>): Promise<Received>;
  stop(): Promise<void>;
}

export interface ApiHouseOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** The public set that this API publishes; without it, it has no sealing key. */
  readonly sealingKeys?: unknown;
}

export async function openApiHouse({ environment = {}, sealingKeys }: ApiHouseOptions = {}): Promise<ApiHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-keys-'));
  const keysFile = join(folder, 'keys.json');
  if (sealingKeys !== undefined) await writeFile(keysFile, JSON.stringify(sealingKeys));
  const [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  const { acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer });
  const api = await startApiUnderTest({
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: { ...environment, ...(sealingKeys === undefined ? {} : { VITRINE_SEALING_KEYS_FILE: keysFile }) },
  });
  const tokenOf = async (organization: SeededOrganization, role: SeededRole): Promise<string> =>
    await issuer.mint({ subject: organization.members[role].subject, claims: { org_id: organization.claim.value } });
  return {
    database,
    issuer,
    api,
    acme,
    umbra,
    tokenOf,
    as: async (organization, role, method, path, sent = {}) => await api.send(method, path, { ...sent, token: await tokenOf(organization, role) }),
    async stop() {
      await api.stop();
      await issuer.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

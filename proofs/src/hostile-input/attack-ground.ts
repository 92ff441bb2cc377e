import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import {
  createTestDatabase,
  seedTwoOrganizations,
  startPreparedServer,
  startTestIssuer,
  type SeededOrganization,
  type SeededRole,
  type TestDatabase,
  type TestIssuer,
} from '@vitrine/testing';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** What an API process stands on while it is attacked: a database server of its own, an issuer, two organizations, public keys. */
export interface AttackGround {
  /** Ends the database server, for the attacks that need it away. Only on a server of the ground's own. */
  stopServer(): Promise<void>;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly acme: SeededOrganization;
  readonly umbra: SeededOrganization;
  readonly sealingKeys: SealingKeySet;
  readonly sealingKeysFile: string;
  /** A token of a member; an hour long, since a run may last. */
  tokenOf(organization: SeededOrganization, role: SeededRole): Promise<string>;
  leave(): Promise<void>;
}

/**
 * Starts all of it.
 * @param ownServer whether outages are among the attacks; otherwise the server of a test run is shared where there is one
 * @param settings of a server of the ground's own
 */
export async function prepareGround({
  ownServer = false,
  settings = {},
}: { readonly ownServer?: boolean; readonly settings?: Readonly<Record<string, string>> } = {}): Promise<AttackGround> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-attack-'));
  const shares = !ownServer && process.env['VITRINE_TEST_POSTGRES'] !== undefined;
  const [server, issuer] = await Promise.all([shares ? ('shared' as const) : startPreparedServer({ settings }), startTestIssuer()]);
  const stopServer = async (): Promise<void> => (server === 'shared' ? undefined : await server.stop());
  try {
    const database = await (server === 'shared' ? createTestDatabase() : createTestDatabase(server));
    const sealingKeys = parseSealingKeySet(await freshSealingKeys());
    const sealingKeysFile = join(folder, 'keys.json');
    await writeFile(sealingKeysFile, JSON.stringify(sealingKeys));
    return {
      stopServer,
      database,
      issuer,
      ...(await seedTwoOrganizations(database, { issuer: issuer.issuer })),
      sealingKeys,
      sealingKeysFile,
      tokenOf: async (organization, role) =>
        await issuer.mint({ subject: organization.members[role].subject, lifetime: 3_600, claims: { org_id: organization.claim.value } }),
      leave: async () => {
        // The pools first, where the server still answers; an outage may have come before.
        await database.drop().catch(() => undefined);
        await Promise.all([issuer.stop(), stopServer(), rm(folder, { recursive: true, force: true })]);
      },
    };
  } catch (error) {
    await Promise.all([issuer.stop(), stopServer(), rm(folder, { recursive: true, force: true })]);
    throw error;
  }
}

/** A public key per cloud; the private halves are dropped at once, since nothing here opens. */
export async function freshSealingKeys(): Promise<unknown> {
  const seconds = Math.floor(Date.now() / 1000);
  const keys = await Promise.all(
    ['aws', 'azure', 'gcp'].map(async (cloud) => {
      const { publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
      const { kty, crv, x, y } = await exportJWK(publicKey);
      if (kty === undefined || crv === undefined || x === undefined || y === undefined) throw new TypeError('a P-256 key without its numbers');
      const kid = await calculateJwkThumbprint({ kty, crv, x, y });
      return { kty, crv, x, y, kid, alg: 'ECDH-ES+A256KW', use: 'enc', nbf: seconds - 60, exp: seconds + 86_400, status: 'current', cloud };
    }),
  );
  return { keys };
}

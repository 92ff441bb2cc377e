import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '@vitrine/api-client';
import { createLocalKeySet, type OpeningKeySet } from '@vitrine/crypto-open';
import {
  apiEnvironment,
  createTestDatabase,
  seedTwoOrganizations,
  startPreparedServer,
  startProcess,
  startTestIssuer,
  type SeededOrganization,
  type TestDatabase,
  type TestProcess,
} from '@vitrine/testing';
import { z } from 'zod';
import { projectRoot } from './planted-bundle.js';

/** One API process as it is started in production, and what only the worker of its house would hold. */
export interface StandingApi {
  readonly process: TestProcess;
  readonly database: TestDatabase;
  readonly acme: SeededOrganization;
  readonly umbra: SeededOrganization;
  /** Never given to the API. */
  readonly openingKeys: OpeningKeySet;
  clientOf(organization: SeededOrganization): Promise<ApiClient>;
}

/** Starts database, issuer and API, lends them, and stops all. */
export async function withStandingApi<T>(work: (api: StandingApi) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-standing-api-'));
  const [server, issuer] = await Promise.all([startPreparedServer(), startTestIssuer()]);
  let api: TestProcess | undefined;
  try {
    const database = await createTestDatabase(server);
    const { privateJwks, publicJwks } = await createLocalKeySet();
    const sealingKeysFile = join(folder, 'sealing-keys.json');
    await writeFile(sealingKeysFile, JSON.stringify(publicJwks));
    api = await startProcess(join(projectRoot, 'apps/api/dist/main.js'), {
      args: ['--exit-with-parent'],
      readyLine: /"ready":true,"port":(\d+)/,
      readyWithin: 60_000,
      env: apiEnvironment(database, issuer, {
        VITRINE_SEALING_KEYS_FILE: sealingKeysFile,
        // Else a core dump holds 8 GiB of guard pages around the HTTP parser's memory.
        NODE_OPTIONS: '--disable-wasm-trap-handler',
      }),
    });
    const url = `http://127.0.0.1:${api.ready?.[1] ?? ''}`;
    const result = await work({
      process: api,
      database,
      openingKeys: privateJwks,
      ...(await seedTwoOrganizations(database, { issuer: issuer.issuer })),
      clientOf: async ({ members, claim }) =>
        new ApiClient({ url, token: await issuer.mint({ subject: members.owner.subject, lifetime: 3_600, claims: { org_id: claim.value } }) }),
    });
    await api.kill();
    await database.drop();
    return result;
  } finally {
    await api?.kill('SIGKILL');
    await Promise.all([issuer.stop(), server.stop(), rm(folder, { recursive: true, force: true })]);
  }
}

/** The organization’s own setting: from now on it takes envelopes only. */
export async function requireSealed(client: ApiClient): Promise<void> {
  const response = await client.http.send('GET', '/v1/organization');
  await client.http.json('PATCH', '/v1/organization', z.unknown(), {
    headers: { 'if-match': response.headers.get('etag') ?? '' },
    body: { settings: { sealedSubmissionRequired: true } },
  });
}

/** Submits in the clear, as the API’s own form wants it: the kind is the connection’s. */
export async function submitPlain(client: ApiClient, connectionId: string, { kind: _kind, ...credential }: { readonly kind: string }): Promise<void> {
  await client.http.json('POST', `/v1/connections/${connectionId}/credentials`, z.unknown(), { body: { credential } });
}

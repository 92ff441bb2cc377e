import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareEpoch, promoteEpoch, publishEpoch, writeLocalKeySet, type LocalKeyFiles } from '@vitrine/crypto-open';
import { silentLogger } from '@vitrine/observability';
import { createTestDatabase, seedTwoOrganizations, type TestDatabase, type TestRole } from '@vitrine/testing';
import { readConfig, type ResealConfig } from './config.js';
import { startReseal } from './start-reseal.js';
import { sealedUnder, twoEpochs } from './testing/epochs.js';

describe('the re-sealer’s process', () => {
  let database: TestDatabase;
  let folder: string;
  let files: LocalKeyFiles;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-reseal-'));
    const [made, { first }] = await Promise.all([createTestDatabase(), twoEpochs()]);
    database = made;
    files = await writeLocalKeySet(join(folder, 'keys'), first);
    await seedTwoOrganizations(database, { sealed: (organizationId, connectionId, kind) => sealedUnder(first, organizationId, connectionId, kind) });
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const config = (role: TestRole = 'vitrine_reseal', argv: readonly string[] = []): ResealConfig =>
    readConfig(
      {
        VITRINE_DATABASE_URL: database.url(role),
        VITRINE_OPENING_KEYS_FILE: Object.values(files.privateFiles).join(','),
        VITRINE_SEALING_KEYS_FILE: files.publicFile,
      },
      argv,
    );
  const get = async (port: number, path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers: { connection: 'close' } });
    return [response.status, await response.text()];
  };

  it.each(['vitrine_worker', 'vitrine_migrator', 'postgres'] as const)('does not start as %s, whose rights are not its own', async (role) => {
    await expect(startReseal(config(role), silentLogger)).rejects.toMatchObject({ code: 'self-check-failed' });
  });

  it('names wrong and missing variables at once, and never a value', () => {
    const secret = { VITRINE_DATABASE_URL: 'mysql://root:hunter2@host/db', VITRINE_CONCURRENCY: '0' };
    const error = (() => {
      try {
        return readConfig(secret, []);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      code: 'config-invalid',
      internal: expect.stringMatching(/VITRINE_DATABASE_URL.*VITRINE_OPENING_KEYS_FILE.*VITRINE_SEALING_KEYS_FILE.*VITRINE_CONCURRENCY/),
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('is idle while nothing is old, finds the promoted epoch without a restart of its own making, and says what is left', async () => {
    const idle = await startReseal(config('vitrine_reseal', ['--once']), silentLogger);
    expect(await idle.finished).toBe('done');
    expect(await get(idle.healthPort, '/readyz')).toEqual([200, 'ready\n']);
    await idle.stop();

    await prepareEpoch(files, { now: new Date(), lifetimeDays: 30 });
    await publishEpoch(files);
    await promoteEpoch(files);
    const busy = await startReseal(config('vitrine_reseal', ['--once']), silentLogger);
    expect(await busy.finished).toBe('done');
    const [, metrics] = await get(busy.healthPort, '/metrics');
    for (const cloud of ['aws', 'azure', 'gcp']) {
      expect(metrics).toContain(`vitrine_reseal_total{cloud="${cloud}",outcome="resealed"} 2`);
      expect(metrics).toContain(`vitrine_reseal_waiting{cloud="${cloud}"} 0`);
    }
    expect((await get(busy.healthPort, '/v1/credentials'))[0]).toBe(404);
    await busy.stop();
  });

  it('seals to nothing that is not a public key set, and waits', async () => {
    const torn = join(folder, 'torn.json');
    writeFileSync(torn, '{"keys":[');
    const started = await startReseal({ ...config('vitrine_reseal', ['--once']), sealingKeysFile: torn }, silentLogger);
    expect(await started.finished).toBe('left');
    await started.stop();
  });
});

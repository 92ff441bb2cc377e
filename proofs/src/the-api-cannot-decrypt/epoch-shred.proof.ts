import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSealingKeySet } from '@vitrine/crypto-envelope';
import {
  createLocalKeySet,
  destroyRetiredKeys,
  fileKeyProvider,
  prepareEpoch,
  promoteEpoch,
  publishEpoch,
  writeLocalKeySet,
  type LocalKeyFiles,
  type Unwrapper,
} from '@vitrine/crypto-open';
import { createPool } from '@vitrine/database';
import { createTestDatabase, seedTwoOrganizations, startPreparedServer, startProcess, type TestDatabase } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { takePhysicalBackup, type PhysicalBackup } from './physical-backup.js';
import { resealProgram } from './reseal-program.js';
import { countOpening, plantEnvelopes, type OpenedCount } from './sealed-estate.js';

const ENVELOPES = 500;

/** T09 and T37: whoever holds an old backup and every key that is left. */
export const proof: Proof = {
  attack: `a server backed up in epoch 1 with ${String(ENVELOPES)} envelopes, re-sealed to epoch 2 by the real process, epoch 1's keys destroyed; the backup restored and opened with every key left`,
  expected: `0 of ${String(ENVELOPES)} open in the restored backup; ${String(ENVELOPES)} of ${String(ENVELOPES)} in the live database`,
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the destruction of epoch 1’s keys' },
  async attempt({ guard }) {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-shred-'));
    const server = await startPreparedServer();
    let backup: PhysicalBackup | undefined;
    try {
      const database = await createTestDatabase(server);
      const files = await writeLocalKeySet(join(folder, 'keys'), await createLocalKeySet());
      const { acme, umbra } = await seedTwoOrganizations(database);
      const published = parseSealingKeySet(JSON.parse(readFileSync(files.publicFile, 'utf8')));
      await plantEnvelopes(database.poolFor('postgres'), [acme.organizationId, umbra.organizationId], published, ENVELOPES);
      backup = await takePhysicalBackup(server);

      await prepareEpoch(files, { now: new Date(), lifetimeDays: 30 });
      await publishEpoch(files);
      await promoteEpoch(files);
      await resealOnce(database, files);
      if (guard === 'standing') await destroyRetiredKeys(files);
      const left = fileKeyProvider({ files: [files.privateFiles.aws] });

      const live = await countOpening(database.poolFor('postgres'), left, 'current');
      await database.drop();
      const restored = await openRestored(backup, database.name, left);
      return {
        held: restored.opened === 0 && restored.of === ENVELOPES && live.opened === ENVELOPES,
        seen: `${said(restored)} open in the restored backup, ${said(live)} in the live database`,
      };
    } finally {
      await server.stop();
      backup?.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const said = ({ opened, of }: OpenedCount): string => `${String(opened)} of ${String(of)}`;

async function resealOnce(database: TestDatabase, { privateFiles, publicFile }: LocalKeyFiles): Promise<void> {
  const reseal = await startProcess(resealProgram, {
    args: ['--once'],
    env: { VITRINE_DATABASE_URL: database.url('vitrine_reseal'), VITRINE_OPENING_KEYS_FILE: privateFiles.aws, VITRINE_SEALING_KEYS_FILE: publicFile },
  });
  const { code } = await reseal.ended;
  if (code !== 0) throw new Error(`the re-sealer left something: ${reseal.output().slice(-1_000)}`);
}

async function openRestored(backup: PhysicalBackup, name: string, unwrapper: Unwrapper): Promise<OpenedCount> {
  const server = await backup.restore();
  const pool = createPool({ url: server.url('postgres', name), applicationName: 'proof-restored' });
  try {
    return await countOpening(pool, unwrapper, 'all');
  } finally {
    await pool.end();
    await server.stop();
  }
}

import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startKmsSim, type KeyServiceMood, type KmsSim } from '@vitrine/cloud-sim';
import { jobIdSchema, newId } from '@vitrine/contracts';
import { localKeyFiles, parseOpeningKeySet } from '@vitrine/crypto-open';
import { z } from 'zod';
import { manyScopes } from '../nothing-lost-nothing-doubled/estate.js';
import { openFaultHouse, type Connected, type FaultHouse } from '../nothing-lost-nothing-doubled/fault-house.js';
import { untilSettled } from '../nothing-lost-nothing-doubled/until-settled.js';
import type { Edit } from '../nothing-lost-nothing-doubled/worker-copy.js';
import type { Proof } from '../proof.js';

const IDENTITY = { accessKeyId: 'AKIAVITRINEKMSAWS001', secretAccessKey: 'the-operators-own-identity-for-kms' };
const MOODS = ['unavailable', 'denied', 'throttled', 'faulty', 'cut', 'babbling'] as const satisfies readonly KeyServiceMood[];

/** What a worker would say that takes silence for a bad credential. */
const silenceIsRefusal: readonly Edit[] = [
  { file: 'credentials/with-credential.js', from: `if (error.fault === 'key-service-unavailable')`, to: 'if (false)' },
];

/** Real workers whose keys lie in a KMS that fails in each of its ways while a validation and an audit begin. */
export const proof: Proof = {
  attack: `a worker's KMS is ${MOODS.join(', ')} while it validates and audits (fault 19)`,
  expected: '0 false "invalid credential", no attempt burnt; every audit completes once the KMS answers',
  pace: 'whole',
  beside: 'waits',
  mutation: { removes: 'the difference between "no answer" and "refused" in a copy of the worker' },
  async attempt({ guard, say }) {
    const kms = await startKmsSim({ principals: { [IDENTITY.accessKeyId]: IDENTITY.secretAccessKey } });
    const house = await openFaultHouse({
      backend: 'postgres',
      estate: manyScopes({ regions: 2 }),
      workers: 1,
      edits: guard === 'standing' ? [] : silenceIsRefusal,
      environmentOf: (_worker, folder) => ({ VITRINE_OPENING_KEYS_FILE: moveKeysToKms(kms, folder) }),
    }).catch(async (error: unknown) => {
      await kms.stop();
      throw error;
    });
    try {
      const moods = guard === 'standing' ? MOODS : MOODS.slice(0, 1);
      const connected = await house.connect(moods.length);
      const auditIds: string[] = [];
      for (const [index, mood] of moods.entries()) {
        const one = connected[index];
        if (one === undefined) throw new RangeError('one connection per mood');
        kms.mood = mood;
        await askForValidation(house, one);
        auditIds.push(await house.startAudit(one));
        await untilEachWasTried(house);
      }
      const during = await stateOf(house);
      kms.mood = 'healthy';
      const open = guard === 'standing' ? await untilSettled(house.root, auditIds) : 0;
      const after = await stateOf(house);
      if (guard === 'standing' && after.completed < moods.length) say(house.lastWords());
      const invalid = Math.max(during.invalid, after.invalid);
      say(`  ${guard}: ${String(asked(kms))} questions to the KMS`);
      return {
        held: invalid === 0 && during.burnt === 0 && open === 0 && after.completed === moods.length,
        seen: `${String(moods.length)} ways to fail, ${String(invalid)} "invalid credential", ${String(during.burnt)} attempts burnt; ${String(after.completed)} of ${String(moods.length)} audits completed afterwards`,
      };
    } finally {
      await house.stop();
      await kms.stop();
    }
  },
};

/** The house's AWS key, as an operator would have made it in KMS in the first place: the worker gets the file that names it, and no private key. */
function moveKeysToKms(kms: KmsSim, folder: string): string {
  const file = localKeyFiles(join(folder, 'keys')).privateFiles.aws;
  const [key] = parseOpeningKeySet(JSON.parse(readFileSync(file, 'utf8'))).keys;
  if (key === undefined) throw new Error('the house has an AWS key');
  const { arn } = kms.importKey(createPrivateKey({ key: { ...key }, format: 'jwk' }), [IDENTITY.accessKeyId]);
  const [identityFile, manifest] = [join(folder, 'kms-identity.json'), join(folder, 'kms-keys.json')];
  writeFileSync(identityFile, JSON.stringify(IDENTITY), { mode: 0o600 });
  const entry = { provider: 'aws-kms', kid: key.kid, cloud: 'aws', status: 'current', alg: key.alg, keyArn: arn, endpoint: kms.origin, identityFile };
  writeFileSync(manifest, JSON.stringify({ keys: [entry] }), { mode: 0o600 });
  return manifest;
}

const asked = (kms: KmsSim): number => kms.requests.get('DeriveSharedSecret') ?? 0;

async function askForValidation(house: FaultHouse, { organizationId, connectionId }: Connected): Promise<void> {
  await house.root.query(`insert into vitrine.job (organization_id, id, kind, connection_id, queue) values ($1, $2, 'validate', $3, 'aws')`, [
    organizationId,
    newId(jobIdSchema),
    connectionId,
  ]);
}

/** Every job was claimed at least once, and none is in anybody's hands. */
async function untilEachWasTried({ root }: FaultHouse): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (((await root.query(`select 1 from vitrine.job where state = 'running' or (state = 'queued' and fence = 0) limit 1`)).rowCount ?? 0) > 0) {
    if (performance.now() > deadline) throw new Error('the worker took no job');
    await delay(100);
  }
}

const stateSchema = z.object({ invalid: z.number(), burnt: z.number(), completed: z.number() });

async function stateOf(house: FaultHouse): Promise<z.infer<typeof stateSchema>> {
  const { rows } = await house.root.query(
    `select (select count(*)::int from vitrine.connection where state = 'rejected')
         + (select count(*)::int from vitrine.job where error_code like 'credential-%' or error_code = 'dead-letter') as invalid,
       (select count(*)::int from vitrine.job where state = 'queued' and attempt > 0) as burnt,
       (select count(*)::int from vitrine.audit where state = 'completed') as completed`,
  );
  return stateSchema.parse(rows[0]);
}

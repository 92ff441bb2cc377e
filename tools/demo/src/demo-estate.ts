import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EstateDeclaration } from '@vitrine/cloud-sim';
import { demoEstate, demoGcpAuditorEmail } from '@vitrine/cloud-sim/demo';
import { z } from 'zod';
import type { InstanceFolder } from './instance-folder.js';

/** One currency for all three clouds, so that the demo's total is one number. Vitrine itself never adds across currencies. */
export const DEMO_CURRENCY = 'USD';

const keySchema = z.strictObject({ privateKeyId: z.string(), privateKeyPem: z.string() });
export type AuditorKey = z.infer<typeof keySchema>;

export interface DemoEstate {
  /** For the simulator's `--estate`. */
  readonly file: string;
  /** The key of the Google service account that audits; the estate knows its public half. */
  readonly auditorKey: AuditorKey;
}

/**
 * The simulated shop of `npm run demo`, written where the simulator's process reads it.
 * @param times a shop so many times as large: every group that says how many it holds
 */
export function writeDemoEstate(instance: InstanceFolder, times = 1): DemoEstate {
  const keyFile = instance.secretFile('demo-gcp-key.json', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const made: AuditorKey = { privateKeyId: randomBytes(20).toString('hex'), privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    return JSON.stringify(made);
  });
  const auditorKey = keySchema.parse(JSON.parse(readFileSync(keyFile, 'utf8')));
  const file = join(instance.path, 'demo-estate.json');
  instance.write(file, `${JSON.stringify(declared(auditorKey), (_key, value: unknown) => timesAsMany(value, times))}\n`);
  return { file, auditorKey };
}

const countedSchema = z.looseObject({ count: z.int(), id: z.unknown().optional(), condition: z.unknown().optional() });

/** A group with an id of its own is one thing and stays one, and a cluster has two balancers at most, however large the shop. */
function timesAsMany(value: unknown, times: number): unknown {
  const counted = countedSchema.safeParse(value);
  if (times === 1 || !counted.success || counted.data.id !== undefined || counted.data.condition === 'aks-scaled-to-zero') return value;
  return { ...counted.data, count: counted.data.count * times };
}

function declared({ privateKeyPem }: AuditorKey): EstateDeclaration {
  const { azure, gcp, ...rest } = demoEstate();
  if (azure === undefined || gcp === undefined) throw new Error('the demo estate has three clouds');
  const publicKeyPem = createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString();
  const serviceAccounts = (gcp.serviceAccounts ?? []).map((account) => (account.email === demoGcpAuditorEmail ? { ...account, publicKeyPem } : account));
  return { ...rest, azure: { ...azure, currency: DEMO_CURRENCY }, gcp: { ...gcp, currency: DEMO_CURRENCY, serviceAccounts } };
}

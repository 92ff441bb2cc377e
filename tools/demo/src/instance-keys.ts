import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clouds, parseSealingKeySet, type Cloud } from '@vitrine/crypto-envelope';
import { createLocalKeySet, parseOpeningKeySet, type OpeningKey } from '@vitrine/crypto-open';
import type { InstanceFolder } from './instance-folder.js';

export interface InstanceKeys {
  /** What the API publishes. */
  readonly publicFile: string;
  /** What the worker opens with, one file per cloud, so that a worker of one cloud can be given that one alone. */
  readonly privateFiles: Readonly<Record<Cloud, string>>;
}

const LIFETIME_DAYS = 365;
/** A key that ends during a run would refuse a seal half way. */
const SPARE_DAYS = 1;
const DAY_SECONDS = 86_400;

/** The instance's sealing keys: made once, and renewed when they end; an old private key stays, retired, since its envelopes do. */
export async function ensureInstanceKeys(instance: InstanceFolder, now: Date): Promise<InstanceKeys> {
  const directory = instance.folder('keys');
  const files: InstanceKeys = {
    publicFile: join(directory, 'sealing-keys.json'),
    privateFiles: {
      aws: join(directory, 'opening-key.aws.json'),
      azure: join(directory, 'opening-key.azure.json'),
      gcp: join(directory, 'opening-key.gcp.json'),
    },
  };
  if (existsSync(files.publicFile) && stillSeals(files.publicFile, now)) return files;
  const made = await createLocalKeySet({ now, lifetimeDays: LIFETIME_DAYS });
  for (const cloud of clouds) {
    const fresh = made.privateJwks.keys.filter((key) => key.cloud === cloud);
    instance.write(files.privateFiles[cloud], `${JSON.stringify({ keys: [...fresh, ...retired(files.privateFiles[cloud])] }, null, 2)}\n`);
  }
  // Last: a public key without its private half would take in envelopes that nobody opens.
  instance.write(files.publicFile, `${JSON.stringify(made.publicJwks, null, 2)}\n`);
  return files;
}

function stillSeals(publicFile: string, now: Date): boolean {
  const { keys } = parseSealingKeySet(JSON.parse(readFileSync(publicFile, 'utf8')));
  return clouds.every((cloud) =>
    keys.some((key) => key.cloud === cloud && key.status === 'current' && key.exp > now.getTime() / 1000 + SPARE_DAYS * DAY_SECONDS),
  );
}

function retired(privateFile: string): OpeningKey[] {
  if (!existsSync(privateFile)) return [];
  return parseOpeningKeySet(JSON.parse(readFileSync(privateFile, 'utf8'))).keys.map((key) => ({ ...key, status: 'retired' as const }));
}

import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { clouds, type Cloud, type SealingKeySet } from '@vitrine/crypto-envelope';
import { generateSealingKeyPair } from './generate-sealing-key-pair.js';
import type { OpeningKeySet } from './opening-key-set.js';

export interface LocalKeySet {
  /** One key per cloud. For the workers only. */
  readonly privateJwks: OpeningKeySet;
  /** What the API publishes and everybody may read. */
  readonly publicJwks: SealingKeySet;
}

const dayInMilliseconds = 86_400_000;

/**
 * Makes one current key for each of the three clouds, for development and the embedded edition.
 * @param now start of the keys' life
 * @param lifetimeDays how long they may seal; opening has no end, it stops when the private key is destroyed
 */
export async function createLocalKeySet({
  now = new Date(),
  lifetimeDays = 30,
}: { readonly now?: Date; readonly lifetimeDays?: number } = {}): Promise<LocalKeySet> {
  const expires = new Date(now.getTime() + lifetimeDays * dayInMilliseconds);
  const pairs = await Promise.all(clouds.map((cloud) => generateSealingKeyPair({ cloud, status: 'current', notBefore: now, expires })));
  return {
    privateJwks: { keys: pairs.map(({ privateKey }) => privateKey) },
    publicJwks: { keys: pairs.map(({ publicKey }) => publicKey) },
  };
}

export interface LocalKeyFiles {
  /** Mode 0600, one per cloud, so that a worker can be given one cloud's key and no other. */
  readonly privateFiles: Readonly<Record<Cloud, string>>;
  /** Mode 0644: the public JWK Set for the API. */
  readonly publicFile: string;
}

/** Where `writeLocalKeySet` puts the files of a directory. */
export function localKeyFiles(directory: string): LocalKeyFiles {
  const privateFile = (cloud: Cloud): string => join(directory, `opening-key.${cloud}.json`);
  return {
    privateFiles: { aws: privateFile('aws'), azure: privateFile('azure'), gcp: privateFile('gcp') },
    publicFile: join(directory, 'sealing-keys.json'),
  };
}

/**
 * Writes a key set into a directory (made 0700 when missing).
 * @throws the file system's EEXIST rather than overwrite: a lost private key makes every envelope sealed to it unreadable
 */
export async function writeLocalKeySet(directory: string, keySet: LocalKeySet): Promise<LocalKeyFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = localKeyFiles(directory);
  for (const cloud of clouds) {
    const keys = keySet.privateJwks.keys.filter((key) => key.cloud === cloud);
    await writeNewFile(files.privateFiles[cloud], 0o600, { keys });
  }
  await writeNewFile(files.publicFile, 0o644, keySet.publicJwks);
  return files;
}

/** The mode is given at creation: a file made first and closed later can be read in between. */
async function writeNewFile(path: string, mode: number, content: unknown): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

import { chmod, chown, open, readFile, rename, stat } from 'node:fs/promises';
import { clouds, parseSealingKeySet, sealingKeySchema, type Cloud, type SealingKey } from '@vitrine/crypto-envelope';
import { generateSealingKeyPair } from './generate-sealing-key-pair.js';
import type { LocalKeyFiles } from './local-key-set.js';
import { OpeningKeyError } from './open-error.js';
import { parseOpeningKeySet, type OpeningKey } from './opening-key-set.js';

/*
 * An epoch's life in local files: prepared (its private half stands with the openers), published (clients may seal to it), promoted (the API
 * seals to it, the one before is retired), destroyed. One step at a time, because whoever opens must have read a key before anybody seals to it.
 */
const dayInMilliseconds = 86_400_000;

/** Makes one `next` key per cloud and gives its private half to the openers. @throws OpeningKeyError when there is a next one already */
export async function prepareEpoch(files: LocalKeyFiles, { now, lifetimeDays }: { readonly now: Date; readonly lifetimeDays: number }): Promise<void> {
  const held = await readAll(files);
  if ([...held.values()].flat().some(({ status }) => status === 'next')) throw new OpeningKeyError('a next epoch is prepared already');
  const expires = new Date(now.getTime() + lifetimeDays * dayInMilliseconds);
  for (const cloud of clouds) {
    const { privateKey } = await generateSealingKeyPair({ cloud, status: 'next', notBefore: now, expires });
    await replaceFile(files.privateFiles[cloud], { keys: [...(held.get(cloud) ?? []), privateKey] });
  }
}

/** Publishes the prepared keys as `next`. Only after every opener has been started again: from now on clients may seal to them. */
export async function publishEpoch(files: LocalKeyFiles): Promise<void> {
  const held = [...(await readAll(files)).values()].flat();
  await writePublic(files, held, ['current', 'next'], 'next');
}

/** Makes `next` current and the current one retired: the API seals to the new key at once, and the re-sealer finds work. */
export async function promoteEpoch(files: LocalKeyFiles): Promise<void> {
  const held = await readAll(files);
  const published = parseSealingKeySet(JSON.parse(await readFile(files.publicFile, 'utf8')));
  for (const [cloud, keys] of held) {
    const next = keys.find(({ status }) => status === 'next');
    // A key that was never published may be one that no opener has read yet.
    if (next === undefined || !published.keys.some(({ kid }) => kid === next.kid)) throw new OpeningKeyError(`no next epoch of ${cloud} is published`);
  }
  const moved = new Map([...held].map(([cloud, keys]) => [cloud, keys.map(afterPromotion)]));
  for (const [cloud, keys] of moved) await replaceFile(files.privateFiles[cloud], { keys });
  await writePublic(files, [...moved.values()].flat(), ['current'], 'current');
}

/**
 * Destroys all retired private keys: what is still sealed to them, here or in any backup, opens never again.
 * It rewrites the files; copies of them (backups, snapshots, worn blocks of a disk) are the operator's to destroy.
 * @returns thumbprints of what was destroyed
 */
export async function destroyRetiredKeys(files: LocalKeyFiles): Promise<string[]> {
  const destroyed: string[] = [];
  for (const [cloud, keys] of await readAll(files)) {
    const kept = keys.filter(({ status }) => status !== 'retired');
    if (kept.length === keys.length) continue;
    await replaceFile(files.privateFiles[cloud], { keys: kept });
    destroyed.push(...keys.filter(({ status }) => status === 'retired').map(({ kid }) => kid));
  }
  return destroyed;
}

const afterPromotion = (key: OpeningKey): OpeningKey =>
  key.status === 'next' ? { ...key, status: 'current' } : key.status === 'current' ? { ...key, status: 'retired' } : key;

async function readAll(files: LocalKeyFiles): Promise<Map<Cloud, readonly OpeningKey[]>> {
  const read = async (cloud: Cloud): Promise<[Cloud, readonly OpeningKey[]]> => [
    cloud,
    parseOpeningKeySet(JSON.parse(await readFile(files.privateFiles[cloud], 'utf8'))).keys,
  ];
  return new Map(await Promise.all(clouds.map(read)));
}

async function writePublic(files: LocalKeyFiles, held: readonly OpeningKey[], statuses: readonly string[], needed: 'current' | 'next'): Promise<void> {
  const keys = held.filter(({ status }) => statuses.includes(status)).map(publicHalf);
  for (const cloud of clouds) if (!keys.some((key) => key.cloud === cloud && key.status === needed)) throw new OpeningKeyError(`no ${needed} key of ${cloud}`);
  await replaceFile(files.publicFile, parseSealingKeySet({ keys }));
}

/** Members of a JWK that only its owner may know; the strict schema would refuse one that is forgotten here. */
const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi']);

export function publicHalf(key: OpeningKey): SealingKey {
  return sealingKeySchema.parse(Object.fromEntries(Object.entries(key).filter(([member]) => !privateMembers.has(member))));
}

/** Whole or not at all, with the mode and owner of the file before it: half a key set is a lost key. */
async function replaceFile(path: string, content: unknown): Promise<void> {
  const { mode, uid, gid } = await stat(path);
  const partial = `${path}.partial`;
  const file = await open(partial, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chown(partial, uid, gid);
  await chmod(partial, mode & 0o777);
  await rename(partial, path);
}

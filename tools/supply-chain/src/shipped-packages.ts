import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledApp } from '@vitrine/walls';
import { z } from 'zod';
import type { Lockfile } from './lockfile.js';

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package declares it; `none` where it declares none. */
  readonly licence: string;
  /** SHA-512 of its tarball, hex. */
  readonly sha512: string;
}

/** Packages from before 2014 declare a list. */
const packageSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  licenses: z.array(z.looseObject({ type: z.string() })).optional(),
});

/** Packages that declare nothing in their package.json, and the file in which somebody read what they are under. */
const readByHand: Readonly<Record<string, string>> = {
  // Its Readme holds the text of the MIT licence.
  'pause@0.0.1': 'MIT',
};

/**
 * The foreign packages of which at least one file is in a bundle, once each, by name and version.
 * @param beside folders that the image holds next to the bundle (`node_modules/swagger-ui-dist`)
 * @throws where a shipped package is not in the lockfile
 */
export function shippedPackages(
  root: string,
  { metafile }: Pick<BundledApp, 'metafile'>,
  lockfile: Lockfile,
  beside: readonly string[] = [],
): ShippedPackage[] {
  const folders = Object.entries(metafile.outputs).flatMap(([, { inputs }]) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput === 0 ? [] : folderOf(file))),
  );
  return [...new Set([...folders, ...beside])].sort().map((folder) => {
    const text: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const { name, version, license, licenses } = packageSchema.parse(text);
    const licence = license ?? licenses?.map(({ type }) => type).join(' AND ') ?? readByHand[`${name}@${version}`] ?? 'none';
    const integrity = lockfile[folder]?.integrity;
    if (integrity === undefined) throw new Error(`${folder} ships and is not in the lockfile`);
    return { name, version, licence, sha512: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') };
  });
}

/** `node_modules/a/node_modules/@b/c` of a file in it; empty for our own files. */
function folderOf(file: string): string[] {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return match?.[1] === undefined ? [] : [match[1]];
}

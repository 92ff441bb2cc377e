import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const systems = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const entrySchema = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  os: systems.optional(),
  cpu: systems.optional(),
});
export type LockEntry = z.infer<typeof entrySchema>;
/** Path below the root (`node_modules/zod`) → entry. */
export type Lockfile = Readonly<Record<string, LockEntry>>;

const REGISTRY = 'https://registry.npmjs.org/';

export function readLockfile(root: string): Lockfile {
  const text: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return z.looseObject({ packages: z.record(z.string(), entrySchema) }).parse(text).packages;
}

/** The root's decisions: true runs, false does not; what is not named is not decided. */
export function readAllowedScripts(root: string): Readonly<Record<string, boolean>> {
  const text: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return z.looseObject({ allowScripts: z.record(z.string(), z.boolean()) }).parse(text).allowScripts;
}

/** The foreign packages of a lockfile: neither the root, nor our own, nor links to them. */
export function foreignPackages(lockfile: Lockfile): [path: string, entry: LockEntry][] {
  return Object.entries(lockfile).filter(([path, { link }]) => path.includes('node_modules/') && link !== true);
}

/** Attack: a tarball that was swapped, or that never was the registry's. npm leaves `resolved` out where it is the registry's own address. */
export function lockfileProblems(lockfile: Lockfile): string[] {
  return foreignPackages(lockfile).flatMap(([path, { integrity = '', resolved }]) => [
    ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ? [] : [`${path}: no SHA-512`]),
    ...(resolved === undefined || resolved.startsWith(REGISTRY) ? [] : [`${path}: not from the registry`]),
  ]);
}

/** Attack: a dependency's new version runs a script on every developer's machine. Packages for other systems are never unpacked here. */
export function undecidedScripts(lockfile: Lockfile, decided: Readonly<Record<string, boolean>>, here = { os: 'linux', cpu: 'x64' }): string[] {
  return foreignPackages(lockfile)
    .filter(([, { hasInstallScript, os = [here.os], cpu = [here.cpu] }]) => hasInstallScript === true && os.includes(here.os) && cpu.includes(here.cpu))
    .map(([path]) => nameOf(path))
    .filter((name) => !Object.hasOwn(decided, name));
}

/** `@scope/name` of `a/node_modules/b/node_modules/@scope/name`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

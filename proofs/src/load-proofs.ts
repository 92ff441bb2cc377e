import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Proof } from './proof.js';
import { promises, type PromiseFolder } from './promises.js';

export interface NamedProof {
  readonly promise: PromiseFolder;
  readonly id: string;
  readonly proof: Proof;
}

/** Every `<promise>/<id>.proof` beside this file, in the order of the table. Throws where a file exports no proof: a proof that is not run proves nothing. */
export async function loadProofs(): Promise<NamedProof[]> {
  const found: NamedProof[] = [];
  for (const promise of Object.keys(promises) as PromiseFolder[]) {
    // keys of a constant object, which TypeScript widens
    const folder = join(import.meta.dirname, promise);
    for (const file of (await readdir(folder).catch(() => [])).sort()) {
      const id = /^([a-z0-9-]+)\.proof\.[jt]s$/.exec(file)?.[1];
      if (id === undefined) continue;
      // The compiler cannot know what a computed import exports; the check below does.
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { proof?: Proof };
      if (module.proof === undefined) throw new Error(`${promise}/${file} exports no \`proof\``);
      found.push({ promise, id, proof: module.proof });
    }
  }
  return found;
}

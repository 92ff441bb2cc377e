import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apps } from '@vitrine/supply-chain';
import { bundleApp } from '@vitrine/walls';
import type { Proof } from '../proof.js';

const root = join(import.meta.dirname, '../../..');

/** Whoever builds what we built gets what we shipped, so that a bundle that was tampered with shows. */
export const proof: Proof = {
  attack: 'the four bundles built twice, in two folders',
  expected: '4 of 4 the same bytes',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'one character of one file of the API between the two builds (in a copy)' },
  async attempt({ guard }) {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-twice-'));
    try {
      const places = [await copyOf(join(folder, 'one')), await copyOf(join(folder, 'two'))];
      if (guard === 'removed') await changeOneCharacter(join(folder, 'two'));
      const same: string[] = [];
      for (const app of apps) {
        const [one, two] = await Promise.all(
          places.map(async (place) => {
            const { file } = await bundleApp(place, app, join(place, 'out'));
            return createHash('sha256')
              .update(await readFile(file))
              .digest('hex');
          }),
        );
        if (one !== undefined && one === two) same.push(`${app} ${one.slice(0, 12)}`);
      }
      return { held: same.length === apps.length, seen: `${String(same.length)} of ${String(apps.length)} the same bytes (${same.join(', ')})` };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** The built apps as files of their own, beside the same dependencies. @returns its path */
async function copyOf(place: string): Promise<string> {
  for (const app of ['apps/api', 'apps/worker']) {
    await cp(join(root, app, 'dist'), join(place, app, 'dist'), { recursive: true });
    await cp(join(root, app, 'package.json'), join(place, app, 'package.json'));
  }
  for (const beside of ['node_modules', 'libs']) await symlink(join(root, beside), join(place, beside));
  return place;
}

async function changeOneCharacter(place: string): Promise<void> {
  const file = join(place, 'apps/api/dist/http/problem.js');
  await writeFile(file, (await readFile(file, 'utf8')).replace('There is no such resource.', 'There is no such resource!'));
}

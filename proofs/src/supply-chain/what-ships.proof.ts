import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedLicences, apps, billOfMaterials, builtApp, licenceProblems } from '@vitrine/supply-chain';
import { z } from 'zod';
import type { Proof } from '../proof.js';

const root = join(import.meta.dirname, '../../..');
/** Goals of reference security.md §8; the admin command and the migration ship in images of their own. */
const GOALS: Readonly<Record<string, number>> = { api: 40, worker: 60 };
const bomSchema = z.looseObject({ bomFormat: z.literal('CycloneDX'), specVersion: z.literal('1.6'), components: z.array(z.looseObject({ purl: z.string() })) });

/** Every package in every shipped program: named in a CycloneDX bill with its digest, and under a licence that somebody read. */
export const proof: Proof = {
  attack: 'a package inside a shipped bundle that its bill of materials does not name, or whose licence nobody allowed',
  expected: '0 in the four programs; the counts against the goals of 40 packages (API) and 60 (worker)',
  pace: 'whole',
  mutation: { removes: 'one licence of the list of allowed ones (as if a package had come in under a new one)' },
  async attempt({ guard }) {
    const { ISC: _, ...fewer } = allowedLicences;
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-ships-'));
    try {
      const counts: string[] = [];
      const wrong: string[] = [];
      for (const app of apps) {
        const { packages, sha256 } = await builtApp(root, app, folder);
        const text: unknown = JSON.parse(billOfMaterials(app, '0', sha256, packages));
        const named = bomSchema.parse(text).components.length;
        const goal = GOALS[app];
        counts.push(
          `${app} ${String(packages.length)}${goal === undefined ? '' : packages.length <= goal ? ` (goal ${String(goal)})` : ` (goal ${String(goal)} missed)`}`,
        );
        if (named !== packages.length) wrong.push(`${app}: ${String(named)} of ${String(packages.length)} named`);
        wrong.push(...licenceProblems(packages, guard === 'standing' ? allowedLicences : fewer));
      }
      return {
        held: wrong.length === 0,
        seen: `${String(wrong.length)} wrong; packages: ${counts.join(', ')}${wrong.length === 0 ? '' : `; ${wrong.slice(0, 5).join(', ')}`}`,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

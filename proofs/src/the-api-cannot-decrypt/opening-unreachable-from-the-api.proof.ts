import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plantedTree } from '@vitrine/walls';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { projectRoot } from './planted-bundle.js';

const run = promisify(execFile);
const RULE = 'api-never-reaches-opening';
const reportSchema = z.object({
  summary: z.object({ totalCruised: z.number(), violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string() })) }),
});
/** Four roads to the opening side, each an innocent-looking file of the API. */
const plants: Readonly<Record<string, string>> = {
  'apps/api/src/planted-direct.ts': "export * as planted from '@vitrine/crypto-open';\n",
  'apps/api/src/planted-dynamic.ts': "export const planted = (): Promise<unknown> => import('@vitrine/crypto-open');\n",
  'apps/api/src/planted-relative.ts': "export * as planted from '../../../libs/crypto/open/src/open-credential.js';\n",
  'apps/api/src/planted-chain.ts': "export * from '../../../libs/observability/src/planted-link.js';\n",
};

export const proof: Proof = {
  attack: 'every import path that starts in the API or the CLI, followed through every library',
  expected: '0 paths reach crypto/open',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the absence of such a path (four imports planted in a copy: direct, dynamic, relative, through a library)' },
  async attempt({ guard }) {
    const tree = await plantedTree(projectRoot);
    try {
      if (guard === 'removed') {
        for (const [file, source] of Object.entries(plants)) await tree.plant(file, source);
        await tree.plant('libs/observability/src/planted-link.ts', "export * as chained from '@vitrine/crypto-open';\n");
      }
      const { totalCruised, violations } = await cruise(tree.root);
      const reaching = new Set(violations.filter(({ rule }) => rule.name === RULE).map(({ from }) => from));
      const caught = Object.keys(plants).filter((file) => reaching.has(file)).length;
      return {
        held: reaching.size === 0 && totalCruised > 300,
        seen: `${String(totalCruised)} modules: ${String(reaching.size)} reach crypto/open${guard === 'removed' ? `, ${String(caught)} of 4 planted named` : ''}`,
      };
    } finally {
      await tree.remove();
    }
  },
};

async function cruise(root: string): Promise<z.infer<typeof reportSchema>['summary']> {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs'];
  const command = run(process.execPath, [join(projectRoot, 'node_modules/.bin/depcruise'), ...args], { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  // It exits with the number of violations; the report is on stdout either way.
  const { stdout } = await command.catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  return reportSchema.parse(JSON.parse(stdout)).summary;
}

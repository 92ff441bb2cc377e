import { join } from 'node:path';
import { readAllowedScripts, readLockfile, undecidedScripts } from '@vitrine/supply-chain';
import type { Proof } from '../proof.js';

const root = join(import.meta.dirname, '../../..');

/** What would run at install was decided on, package by package, in the root's `allowScripts`. */
export const proof: Proof = {
  attack: 'a dependency whose new version brings a postinstall script',
  expected: '0 packages with a script that nobody decided on',
  pace: 'quick',
  mutation: { removes: 'nothing, but a package with a postinstall is planted (in a copy of the lockfile)' },
  attempt({ guard }) {
    const real = readLockfile(root);
    const planted = { ...real, 'node_modules/zod': { ...real['node_modules/zod'], hasInstallScript: true } };
    const decided = readAllowedScripts(root);
    const undecided = undecidedScripts(guard === 'standing' ? real : planted, decided);
    const allowed = Object.values(decided).filter(Boolean).length;
    return Promise.resolve({
      held: undecided.length === 0,
      seen: `${String(undecided.length)} undecided${undecided.length === 0 ? '' : ` (${undecided.join(', ')})`}; ${String(allowed)} allowed, ${String(Object.keys(decided).length - allowed)} refused by name`,
    });
  },
};

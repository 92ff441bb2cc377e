import { join } from 'node:path';
import { foreignPackages, lockfileProblems, readLockfile } from '@vitrine/supply-chain';
import type { Proof } from '../proof.js';

const root = join(import.meta.dirname, '../../..');

/** Every foreign package is named by its digest; swapped ones are planted in a copy of the lockfile. */
export const proof: Proof = {
  attack: 'a package that the lockfile names without a SHA-512, or from an address that is not the registry’s',
  expected: '0 of all packages',
  pace: 'quick',
  mutation: { removes: 'the digest of one package and the address of another (in a copy of the lockfile)' },
  attempt({ guard, seed }) {
    const real = readLockfile(root);
    const foreign = foreignPackages(real);
    const [one, other] = [foreign[seed % foreign.length], foreign[(seed + 1) % foreign.length]];
    if (one === undefined || other === undefined) throw new Error('the lockfile names no package');
    const { integrity: _, ...bare } = one[1];
    const swapped = { ...real, [one[0]]: bare, [other[0]]: { ...other[1], resolved: 'https://mirror.example/package.tgz' } };
    const problems = lockfileProblems(guard === 'standing' ? real : swapped);
    return Promise.resolve({ held: problems.length === 0, seen: `${String(problems.length)} of ${String(foreign.length)} packages` });
  },
};

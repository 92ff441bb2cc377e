import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { organizationIdSchema } from '@vitrine/contracts';
import { ExportVerifier, type TrailVerdict } from '@vitrine/trail';
import { patchedCopy } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { seededRandom } from '../tenants-never-meet/seeded-random.js';
import { genuineTrail, newSigner } from './genuine-trail.js';
import { forgeriesOf, type Forgery } from './trail-forgeries.js';

const ROUNDS = { quick: 3, whole: 20, soak: 600 } as const;
const [organization, neighbour] = [
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000a'),
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000b'),
];
/** Where a signed root is held against the tree that the entries make. */
const GUARD = [{ file: 'verify/checkpoint-watch.js', guard: '!this.#head.root().equals(root)', instead: 'false' }];

type Verifier = typeof ExportVerifier;

/** CS-15: whoever owns the database and the exported file, and not the signing key, cannot change what was written down unseen. */
export const proof: Proof = {
  attack: 'fifteen kinds of forged exports, of two organizations, at places that the seed gives; in six of them every leaf hash is made anew',
  expected: 'every forgery found, with the entry named (or, where all hashes were made anew, its checkpoint’s range); no false alarm',
  pace: 'quick',
  mutation: { removes: 'the comparison of signed roots with the tree (in a copy of the built verifier)' },
  async attempt({ guard, seed, pace, say }) {
    const patched = guard === 'standing' ? null : await patchedCopy(GUARD, 'libs/trail');
    try {
      const verifier = patched === null ? ExportVerifier : await loadVerifier(patched.folder);
      const random = seededRandom(seed);
      const signer = newSigner();
      const trails = [genuineTrail(organization, signer), genuineTrail(neighbour, signer)] as const;
      const alarms = trails.filter(({ lines, keys }) => verdictOf(verifier, { kind: '', lines, place: null }, keys).kind === 'broken').length;
      let [thrown, found] = [0, 0];
      const codes = new Set<string>();
      const missed = new Set<string>();
      for (let round = 0; round < ROUNDS[pace]; round += 1) {
        const [own, other] = round % 2 === 0 ? trails : ([trails[1], trails[0]] as const);
        for (const forgery of forgeriesOf(own, other, random)) {
          const verdict = verdictOf(verifier, forgery, own.keys);
          thrown += 1;
          if (names(verdict, forgery)) {
            found += 1;
            codes.add(verdict.code);
          } else missed.add(forgery.kind);
        }
      }
      if (missed.size > 0) say(`not found: ${[...missed].join('; ')}`);
      return {
        held: found === thrown && alarms === 0,
        seen: `${String(found)} of ${String(thrown)} found, by ${String(codes.size)} codes; ${String(alarms)} false alarms`,
      };
    } finally {
      await patched?.remove();
    }
  },
};

function verdictOf(verifierOf: Verifier, { lines, keptNotes = [] }: Forgery, keys: ConstructorParameters<Verifier>[0]['keys']): TrailVerdict {
  const verifier = new verifierOf({ keys, keptNotes });
  for (const line of lines) verifier.take(line);
  return verifier.end();
}

function names(verdict: TrailVerdict, { place }: Forgery): verdict is Extract<TrailVerdict, { kind: 'broken' }> {
  if (verdict.kind === 'intact') return false;
  return place === null || (verdict.index !== null && verdict.index >= place.from && verdict.index <= place.to);
}

/** The copy is the built package with one comparison gone, so it exports the same class; a copy without it fails right here. */
async function loadVerifier(folder: string): Promise<Verifier> {
  // The compiler cannot know what a computed import exports.
  const module = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as { ExportVerifier?: Verifier };
  if (module.ExportVerifier === undefined) throw new Error('the copy has no verifier');
  return module.ExportVerifier;
}

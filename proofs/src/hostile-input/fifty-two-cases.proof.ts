import { builtApi, startApiProcess } from './api-process.js';
import { prepareGround } from './attack-ground.js';
import { casesOfBodies } from './cases-of-bodies.js';
import { casesOfCallers } from './cases-of-callers.js';
import { casesOfCredentials } from './cases-of-credentials.js';
import { casesOfOutages } from './cases-of-outages.js';
import { casesOfRepetition } from './cases-of-repetition.js';
import { casesOfRequests } from './cases-of-requests.js';
import { casesOfWire } from './cases-of-wire.js';
import type { Attacked, CatalogueCase } from './catalogue-case.js';
import { patchedCopy } from '@vitrine/testing';
import type { Proof } from '../proof.js';

const catalogue: readonly CatalogueCase[] = [
  ...casesOfCallers,
  ...casesOfBodies,
  ...casesOfRequests,
  ...casesOfCredentials,
  ...casesOfRepetition,
  ...casesOfWire,
  ...casesOfOutages,
];
const numbers = new Set(catalogue.map(({ number }) => number));

/** The bad input catalogue over real HTTP against one API process, Redis away and Postgres away included. */
export const proof: Proof = {
  attack: 'the 52 cases of bad input, each in its variants, over real HTTP and raw sockets',
  expected: '52 of 52 answered with the status, code and headers of the catalogue',
  pace: 'whole',
  mutation: { removes: 'the pipe that parses every parameter and body by its schema (in a copy of the built API)' },
  async attempt({ guard, say }) {
    const patched =
      guard === 'standing'
        ? { program: builtApi, remove: () => Promise.resolve() }
        : await patchedCopy([{ file: 'http/schema.pipe.js', guard: '!(schema instanceof z.ZodType)', instead: 'true' }]);
    const ground = await prepareGround({ ownServer: true });
    try {
      const api = await startApiProcess(ground, { program: patched.program });
      const { acme, umbra } = ground;
      const tokens = {
        owner: await ground.tokenOf(acme, 'owner'),
        admin: await ground.tokenOf(acme, 'admin'),
        analyst: await ground.tokenOf(acme, 'analyst'),
        viewer: await ground.tokenOf(acme, 'viewer'),
      };
      const attacked: Attacked = { ground, api, program: patched.program, tokens, umbraOwner: await ground.tokenOf(umbra, 'owner') };
      const wrong = new Set<number>();
      for (const each of catalogue) {
        const seen = await each.seen(attacked).catch((error: unknown) => `could not be thrown: ${error instanceof Error ? error.message : String(error)}`);
        if (seen !== each.expected) wrong.add(each.number);
        say(`  case ${String(each.number)}, ${each.what}: ${seen}${seen === each.expected ? (each.byDesign ?? '') : `, expected ${each.expected}`}`);
      }
      await api.stop();
      const cases = `${String(numbers.size - wrong.size)} of 52 as the catalogue says`;
      return {
        held: wrong.size === 0 && numbers.size === 52,
        seen: wrong.size === 0 ? cases : `${cases}; otherwise: ${[...wrong].sort((a, b) => a - b).join(', ')}`,
      };
    } finally {
      await ground.leave();
      await patched.remove();
    }
  },
};

import type { Proof } from '../proof.js';
import { documentedOperations } from '../tenants-never-meet/api-operations.js';
import { builtApi, startApiProcess } from './api-process.js';
import { prepareGround } from './attack-ground.js';
import { faults } from './fuzz-judge.js';
import { fuzz } from './openapi-fuzz.js';
import { startPlatform } from './platform.js';
import { patchedCopy } from '@vitrine/testing';

/** Requests per operation: a share in `npm test`, what CI throws, and a night's. */
const PER_OPERATION = { quick: 10, whole: 300, soak: 10_000 } as const;
/** A handler that falls over an odd value: what is parsed is searched for one that most code never meets. */
const THROWING = {
  file: 'http/schema.pipe.js',
  guard: 'const parsed = schema.safeParse(value);',
  instead: "if (JSON.stringify(value)?.includes('or 1=1')) throw new RangeError('odd'); const parsed = schema.safeParse(value);",
};

/** The committed OpenAPI document as its own tester: what fits it, what breaks it, and whose token it is. */
export const proof: Proof = {
  attack: 'generated requests at every operation of the OpenAPI document: fitting, breaking, foreign, deleted, with wrong tokens and methods',
  expected: '0 × 5xx, every error a problem document, nothing undocumented, nothing broken, foreign or deleted let through',
  pace: 'quick',
  mutation: { removes: 'the care of one parser for an odd value (in a copy of the built API it throws)' },
  async attempt({ guard, seed, pace, say }) {
    const standing = guard === 'standing';
    const patched = standing ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy([THROWING]);
    const ground = await prepareGround();
    const platform = await startPlatform(ground);
    try {
      const api = await startApiProcess(ground, { program: patched.program, environment: platform.environment });
      // To see one 5xx the copy needs neither a night nor every operation.
      const options = standing ? { perOperation: PER_OPERATION[pace], say, untilWrong: false } : { perOperation: 10, say: () => undefined, untilWrong: true };
      const thrown = fuzz(ground, platform, api, { ...options, seed });
      const { operations, requests, wrong, entered, left, peakMemory } = await thrown.finally(() => api.stop());
      const counts = [...faults, 'wrong method' as const].map((fault) => `${String(wrong[fault])} × ${fault}`).join(', ');
      const clean = Object.values(wrong).every((count) => count === 0);
      return {
        held: clean && (pace === 'quick' || left === 0),
        seen: `${String(requests)} requests at ${String(operations)} of ${String(documentedOperations())} operations (${String(entered)} entered, ${String(left)} left out without a reason): ${counts}; memory at most ${String(peakMemory)} MiB`,
      };
    } finally {
      await platform.stop();
      await ground.leave();
      await patched.remove();
    }
  },
};

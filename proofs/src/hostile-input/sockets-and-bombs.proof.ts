import { writeFile } from 'node:fs/promises';
import type { Proof } from '../proof.js';
import { builtApi, startApiProcess } from './api-process.js';
import { prepareGround } from './attack-ground.js';
import { bombs } from './bombs.js';
import { patchedCopy } from '@vitrine/testing';

/** MiB that the attacks together may add; 32 bodies of 1 MiB that are parsed are most of it. Buffered whole, the uploads would take 180 more. */
const MEMORY_BAR = 200;
const LIMITS = [
  { file: 'http/read-body.js', guard: 'if (size > limit)\n                settle(', instead: 'if (false) settle(' },
  { file: 'http/read-body.js', guard: 'if (size > limit)\n                done(', instead: 'if (false) done(' },
];

/** What holds connections, memory or disk instead of asking for something. */
export const proof: Proof = {
  attack: 'slow and broken connections, header, key, depth and decompression bombs, uploads that are too large or no bill, against one process',
  expected: `each ended with its status, honest requests served meanwhile, at most ${String(MEMORY_BAR)} MiB more memory`,
  pace: 'whole',
  mutation: { removes: 'the limits of bodies and uploads while they are read (in a copy of the built API)' },
  async attempt({ guard, say }) {
    const patched = guard === 'standing' ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy(LIMITS);
    const ground = await prepareGround();
    try {
      const api = await startApiProcess(ground, { program: patched.program, environment: { VITRINE_REQUEST_TIMEOUT_MS: '6000' } });
      const { acme, umbra } = ground;
      const owner = await ground.tokenOf(acme, 'owner');
      const attacked = {
        ground,
        api,
        program: patched.program,
        tokens: { owner, admin: owner, analyst: owner, viewer: owner },
        umbraOwner: await ground.tokenOf(umbra, 'owner'),
      };
      // What a first request loads is no attack's doing.
      for (let warm = 0; warm < 20; warm += 1) await api.send({ method: 'GET', path: '/v1/organization', token: owner });
      const { now: before } = await api.memory();
      // 5 sets the peak back to what it is now (proc(5), clear_refs).
      await writeFile(`/proc/${String(api.process.pid)}/clear_refs`, '5');
      const wrong: string[] = [];
      for (const { what, expected, seen } of bombs) {
        const came = await seen(attacked).catch((error: unknown) => `could not be thrown: ${error instanceof Error ? error.message : String(error)}`);
        if (came !== expected) wrong.push(what);
        say(`  ${what}: ${came}${came === expected ? '' : `, expected ${expected}`} (${String((await api.memory()).peak)} MiB)`);
      }
      const more = (await api.memory()).peak - before;
      await api.stop();
      const seen = `${String(bombs.length - wrong.length)} of ${String(bombs.length)} ended as they should, ${String(more)} MiB more memory`;
      return { held: wrong.length === 0 && more <= MEMORY_BAR, seen: wrong.length === 0 ? seen : `${seen}; otherwise: ${wrong.join('; ')}` };
    } finally {
      await ground.leave();
      await patched.remove();
    }
  },
};

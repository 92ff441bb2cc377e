import { patchedCopy } from '../hostile-input/patched-api.js';
import { builtApi } from '../hostile-input/api-process.js';
import type { Proof } from '../proof.js';
import { fittingShot, operationsOf, operatorInside, readEntries } from './operator-ground.js';

const GUARD = { file: 'operator-sessions/operator-reads.interceptor.js', guard: 'await this.write(', instead: 'void (async () => undefined)(' };

/** PF-37, PF-T14. */
export const proof: Proof = {
  attack: 'every GET of openapi.json by an operator in an approved session: first as it is, then with the right to write the trail taken from his role',
  expected: 'as many entries as successes; then 503 wherever there was a success before, and nothing of the organization’s in any answer',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the entry before the answer (in a copy of the built API)' },
  attempt: async ({ guard, say }) => {
    const standing = guard === 'standing';
    const patched = standing ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy([GUARD]);
    try {
      const inside = await operatorInside(patched.program);
      try {
        const { ground } = inside;
        // An event stream has no end to wait for; that it is written down first is a spec of the API.
        const reads = operationsOf('reads').filter(({ path }) => !path.endsWith('/events'));
        const rules = await inside.inSession({ method: 'GET', path: '/v1/rules' });
        const ruleId = /"id":"([a-z0-9.-]+)"/.exec(rules.text)?.[1] ?? 'none';
        const shots = await Promise.all(reads.map(async (operation) => await fittingShot(inside, ground.acme, operation, ruleId)));
        const shown: number[] = [];
        const before = await readEntries(inside);
        for (const [at, shot] of shots.entries()) {
          const { status } = await inside.inSession(shot);
          if (status >= 200 && status < 300) shown.push(at);
          else if (standing && status !== 403 && status !== 404) say(`${shot.path}: ${String(status)}`);
        }
        const entries = (await readEntries(inside)) - before;
        await ground.database.poolFor('postgres').query('revoke insert on vitrine.trail_event from vitrine_operator');
        let refused = 0;
        let left = 0;
        for (const at of shown) {
          const shot = shots[at];
          if (shot === undefined) continue;
          const { status, text } = await inside.inSession(shot);
          if (status === 503) refused += 1;
          if (status < 300 || text.includes(ground.acme.organizationId)) left += 1;
        }
        return {
          held: shown.length > 15 && entries === shown.length && refused === shown.length && left === 0,
          seen: `${String(shown.length)} of ${String(reads.length)} reads shown, ${String(entries)} entries; without the right to write them ${String(refused)} × 503, ${String(left)} shown all the same`,
        };
      } finally {
        await inside.leave();
      }
    } finally {
      await patched.remove();
    }
  },
};

import { patchedCopy } from '@vitrine/testing';
import { builtApi } from '../hostile-input/api-process.js';
import type { Proof } from '../proof.js';
import { fittingShot, operationsOf, operatorInside, readEntries } from './operator-ground.js';

const GUARD = { file: 'operator-sessions/operator-reads.interceptor.js', guard: 'await this.write(', instead: 'void (async () => undefined)(' };

/** Reads that no operator gets, each with its status: another one, or one that is not here, was not entered, and its entry not asked for. */
const notForOperators: Readonly<Record<string, number>> = {
  // Who is in the organization, what opens it, and where it sends its events are none of an operator's scopes.
  ...Object.fromEntries(
    ['Approvals', 'Members', 'Invitations', 'ApiTokens', 'TrustRules', 'Webhooks'].flatMap((what) => [`${what}.list`, `${what}.read`]).map((id) => [id, 403]),
  ),
  'Webhooks.deliveries': 403,
  'IdentityProvider.read': 403,
  // Another operator's session.
  'OrganizationSessions.read': 404,
};

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
        const shots = await Promise.all(reads.map(async (operation) => ({ ...(await fittingShot(inside, operation, ruleId)), id: operation.id })));
        const shown: (typeof shots)[number][] = [];
        const unentered: string[] = [];
        const before = await readEntries(inside);
        for (const shot of shots) {
          const { status, text } = await inside.inSession(shot);
          if (status >= 200 && status < 300) shown.push(shot);
          else if (notForOperators[shot.id] !== status) unentered.push(`${shot.id}: ${String(status)} ${text.slice(0, 120)}`);
        }
        if (standing) for (const line of unentered) say(line);
        const entries = (await readEntries(inside)) - before;
        await ground.database.poolFor('postgres').query('revoke insert on vitrine.trail_event from vitrine_operator');
        let refused = 0;
        let left = 0;
        for (const shot of shown) {
          const { status, text } = await inside.inSession(shot);
          if (status === 503) refused += 1;
          if (status < 300 || text.includes(ground.acme.organizationId)) left += 1;
        }
        return {
          held: unentered.length === 0 && shown.length > 0 && entries === shown.length && refused === shown.length && left === 0,
          seen: `${String(shown.length)} of ${String(reads.length)} reads shown (${String(unentered.length)} of the others refused for no reason that is known), ${String(entries)} entries; without the right to write them ${String(refused)} × 503, ${String(left)} shown all the same`,
        };
      } finally {
        await inside.leave();
      }
    } finally {
      await patched.remove();
    }
  },
};

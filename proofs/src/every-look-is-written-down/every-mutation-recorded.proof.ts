import { z } from 'zod';
import { builtApi, startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import { patchedCopy, silentTrail } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { apiOperations } from '../tenants-never-meet/api-operations.js';
import { anyRule, ask, callersOf, ownIds, refusedByState, rowsOf } from '../tenants-never-meet/operation-attack.js';

const entriesSchema = z.tuple([z.object({ all: z.number(), whole: z.number() })]);

/** CS-14, CS-T10: route by route over the document, so that a route that is added tomorrow is asked tomorrow. */
export const proof: Proof = {
  attack: 'every operation of openapi.json that is no GET, as an owner with ids and bodies that fit, at a real API process',
  expected:
    'each succeeds, or is refused for a reason that is written beside it; for each that changes anything at least one entry of its organization with event id, trace id, request id and principal; none for the neighbour',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the writing of entries (in a copy of the built API)' },
  attempt: async ({ guard, say }) => {
    const standing = guard === 'standing';
    const patched = standing ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy([silentTrail]);
    const ground = await prepareGround();
    try {
      const api = await startApiProcess(ground, { program: patched.program, environment: { VITRINE_REQUEST_TIMEOUT_MS: '60000' } });
      try {
        const url = `http://127.0.0.1:${String(api.port)}`;
        const superuser = ground.database.poolFor('postgres');
        const [caller] = await callersOf(ground, url);
        if (caller === undefined) throw new Error('nobody calls');
        const ruleId = await anyRule(url, caller.token);
        const written = async (organizationId: string): Promise<{ all: number; whole: number }> =>
          entriesSchema.parse(
            (
              await superuser.query(
                `select count(*)::int as all, (count(*) filter (where trace_id ~ '^[0-9a-f]{32}$' and request_id is not null and principal <> ''))::int as whole
                 from vitrine.trail_event where organization_id = $1`,
                [organizationId],
              )
            ).rows,
          )[0];
        const operations = apiOperations().filter(({ method }) => method !== 'GET');
        let succeeded = 0;
        const silent: string[] = [];
        const idle: string[] = [];
        const unentered: string[] = [];
        const theirs = await written(caller.neighbour.organizationId);
        for (const operation of operations) {
          const ids = await ownIds(ground, caller, operation, ruleId);
          const before = await written(caller.organization.organizationId);
          const rows = await rowsOf(ground, caller.organization);
          const { status, text } = await ask(ground, url, caller, operation, ids, 'no-id');
          const after = await written(caller.organization.organizationId);
          if (status >= 300) {
            // Whoever did not come in changed nothing, and shows nothing about the entry of whoever does.
            if (refusedByState[operation.id]?.includes(status) !== true) unentered.push(`${operation.id}: ${String(status)} ${text.slice(0, 120)}`);
            continue;
          }
          succeeded += 1;
          // Taking away what is not there is good and changes nothing: there is nothing to write down.
          if ((await rowsOf(ground, caller.organization)) === rows) {
            idle.push(operation.id);
            continue;
          }
          if (after.whole === before.whole || after.whole - before.whole !== after.all - before.all) silent.push(operation.id);
        }
        const untouched = (await written(caller.neighbour.organizationId)).all === theirs.all;
        if (standing) for (const id of silent) say(`${id}: no entry`);
        if (standing) for (const line of unentered) say(line);
        if (standing) for (const id of idle) say(`${id}: nothing to change`);
        return {
          held: silent.length === 0 && unentered.length === 0 && succeeded > idle.length && untouched,
          seen: `${String(succeeded)} of ${String(operations.length)} mutations succeeded, ${String(unentered.length)} were refused without a reason that is known, ${String(idle.length)} had nothing to change, ${String(silent.length)} of the others left no whole entry`,
        };
      } finally {
        await api.stop();
      }
    } finally {
      await ground.leave();
      await patched.remove();
    }
  },
};

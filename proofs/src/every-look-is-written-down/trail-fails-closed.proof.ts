import { builtApi, startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import { patchedCopy, silentTrail } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { freshId } from '../tenants-never-meet/tenant-targets.js';

const TRIES = 20;

/** CS-14: a change and its entry are one transaction. */
export const proof: Proof = {
  attack: `${String(TRIES)} members added at a real API process while the trail takes no entry of it (its disk is full)`,
  expected: 'no success, and no member more than before; once the trail takes entries again, as many entries as members',
  pace: 'whole',
  mutation: { removes: 'the entry from the mutation’s transaction (in a copy of the built API)' },
  attempt: async ({ guard }) => {
    const standing = guard === 'standing';
    const patched = standing ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy([silentTrail]);
    const ground = await prepareGround();
    try {
      const api = await startApiProcess(ground, { program: patched.program });
      try {
        const superuser = ground.database.poolFor('postgres');
        const token = await ground.tokenOf(ground.acme, 'owner');
        const count = async (sql: string): Promise<number> => (await superuser.query(sql, [ground.acme.organizationId])).rowCount ?? 0;
        const members = async (): Promise<number> => await count('select 1 from vitrine.member where organization_id = $1');
        const entries = async (): Promise<number> => await count(`select 1 from vitrine.trail_event where organization_id = $1 and type = 'member.added'`);
        const add = async (): Promise<number> =>
          (await api.send({ method: 'POST', path: '/v1/members', token, body: { issuer: ground.issuer.issuer, subject: freshId(), role: 'viewer' } })).status;
        const before = await members();
        await superuser.query(`alter table vitrine.trail_event add constraint disk_full check (type <> 'member.added') not valid`);
        const during = await Promise.all(Array.from({ length: TRIES }, add));
        const unwritten = (await members()) - before;
        await superuser.query('alter table vitrine.trail_event drop constraint disk_full');
        const after = await Promise.all(Array.from({ length: TRIES }, add));
        const [made, written] = [(await members()) - before - unwritten, await entries()];
        const good = (statuses: readonly number[]): number => statuses.filter((status) => status < 300).length;
        return {
          held: good(during) === 0 && unwritten === 0 && good(after) === TRIES && made === TRIES && written === TRIES,
          seen: `${String(good(during))} of ${String(TRIES)} made without an entry; afterwards ${String(made)} made, ${String(written)} entries`,
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

import { z } from 'zod';
import { patchedCopy } from '@vitrine/testing';
import { builtApi, startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import type { Seen } from '../hostile-input/shot.js';
import type { Proof } from '../proof.js';

/** Where a policy's answer becomes a refusal or a pending change. */
const GUARDS = [{ file: 'auth/policy/policies.js', guard: "if (effect === 'allow')", instead: 'if (true)' }];
const madeSchema = z.looseObject({ id: z.string().optional(), code: z.string().optional(), token: z.string().optional(), approvalId: z.string().nullish() });

/** CS-04, issue 5 §3: raising a role needs a second person wherever the organization has one. */
export const proof: Proof = {
  attack:
    'one admin alone makes himself owner and his friend admin: by change of role, by adding, by invitation; then approves, applies and accepts it all, also by a token of his own',
  expected: 'no further admin or owner in the organization, and every change that waits is in the list that all members see',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the policies’ answer (in a copy of the built API)' },
  attempt: async ({ guard }) => {
    const patched = guard === 'standing' ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy(GUARDS);
    const ground = await prepareGround();
    try {
      const api = await startApiProcess(ground, { program: patched.program, environment: { VITRINE_REQUEST_TIMEOUT_MS: '60000' } });
      try {
        const { acme, issuer } = ground;
        const admin = await ground.tokenOf(acme, 'admin');
        const friend = await issuer.mint({ subject: 'friend', lifetime: 3_600, claims: { org_id: acme.claim.value } });
        const send = async (method: string, path: string, body: unknown, token = admin): Promise<Seen> =>
          await api.send({ method, path, token, ...(body === undefined ? {} : { body }), headers: { 'if-match': '*' } });
        const made = ({ json }: Seen): z.infer<typeof madeSchema> => madeSchema.catch({}).parse(json);

        const invited = made(await send('POST', '/v1/invitations', { role: 'admin' }));
        const waiting = [
          made(await send('PATCH', `/v1/members/${acme.members.viewer.id}`, { role: 'admin' })).id,
          made(await send('POST', '/v1/members', { issuer: issuer.issuer, subject: 'second-friend', role: 'admin' })).id,
          invited.approvalId ?? undefined,
        ].filter((id) => id !== undefined);
        await send('PATCH', `/v1/members/${acme.members.admin.id}`, { role: 'owner' });
        const machine = made(await send('POST', '/v1/api-tokens', { name: 'mine', scopes: ['vitrine.approvals.write'], lifetimeDays: 1 })).token ?? '';
        for (const id of waiting)
          for (const token of [admin, machine]) for (const word of ['approve', 'apply']) await send('POST', `/v1/approvals/${id}/${word}`, undefined, token);
        await send('POST', '/v1/invitations/accept', { code: invited.code }, friend);

        const { rows } = await ground.database
          .poolFor('postgres')
          .query(`select count(*)::int as n from vitrine.member where organization_id = $1 and state = 'active' and role in ('admin', 'owner')`, [
            acme.organizationId,
          ]);
        const [{ n: powerful }] = z.tuple([z.object({ n: z.number() })]).parse(rows);
        const listed = await api.send({ method: 'GET', path: '/v1/approvals?state=proposed', token: await ground.tokenOf(acme, 'viewer') });
        const seen = z
          .looseObject({ items: z.array(z.unknown()) })
          .catch({ items: [] })
          .parse(listed.json).items.length;
        return {
          held: powerful === 2 && seen === 3,
          seen: `${String(powerful)} admins and owners where there were 2, ${String(seen)} changes that wait and are seen`,
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

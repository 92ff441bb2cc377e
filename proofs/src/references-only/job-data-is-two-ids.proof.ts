import { jobIdSchema, jobReferenceSchema, newId, organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import type { Proof } from '../proof.js';

const smuggled: readonly Readonly<Record<string, unknown>>[] = [
  { credential: { accessKeyId: 'AKIA-CANARY', secretAccessKey: 'CANARY' } },
  { envelope: 'eyJhbGciOi…' },
  { cost: '12.50' },
  { scope: 'eu-central-1' },
  { ['__proto__x']: {} },
  { organizationIds: [newId(organizationIdSchema)] },
];

/** The schema that every enqueue and every delivery parses with, against job data that carries more than two ids. */
export const proof: Proof = {
  attack: 'job data with a key beside the two ids (a credential, an envelope, money, a scope)',
  expected: '6 of 6 refused; the two ids alone accepted',
  pace: 'quick',
  mutation: { removes: 'the strictness of the job schema' },
  attempt({ guard }) {
    const schema = guard === 'standing' ? jobReferenceSchema : z.looseObject(jobReferenceSchema.shape);
    const reference = { organizationId: newId(organizationIdSchema), jobId: newId(jobIdSchema) };
    const refused = smuggled.filter((extra) => !schema.safeParse({ ...reference, ...extra }).success).length;
    const accepted = schema.safeParse(reference).success;
    return Promise.resolve({
      held: refused === smuggled.length && accepted,
      seen: `${String(refused)} of ${String(smuggled.length)} refused; two ids ${accepted ? 'accepted' : 'refused'}`,
    });
  },
};

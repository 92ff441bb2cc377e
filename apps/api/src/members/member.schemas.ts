import { memberIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { roleSchema } from '../auth/scopes.js';
import { pageQuery, pageSchema } from '../http/pagination.js';

export const memberSchema = z
  .strictObject({
    id: memberIdSchema,
    issuer: z.string(),
    subject: z.string(),
    email: z.string().nullable(),
    role: roleSchema,
    state: z.enum(['active', 'removed']),
    createdAt: z.string(),
    removedAt: z.string().nullable(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;
export const memberPageSchema = pageSchema(memberSchema, 'MemberPage');

/** Whoever signs in with this issuer and subject, and this organization's claim, is the member. */
export const addMemberSchema = z
  .strictObject({
    issuer: z.string().max(300, 'invalid-issuer').pipe(z.url('invalid-issuer')),
    subject: z.string().regex(/^[\x21-\x7e]{1,255}$/, 'invalid-subject'),
    email: z.email('invalid-email').max(320, 'invalid-email').optional(),
    role: roleSchema,
  })
  .meta({ id: 'AddMember' });
export type AddMember = z.infer<typeof addMemberSchema>;

export const changeMemberSchema = z.strictObject({ role: roleSchema }).meta({ id: 'ChangeMember' });
export type ChangeMember = z.infer<typeof changeMemberSchema>;

export const listMembersSchema = z.strictObject({ ...pageQuery, state: z.enum(['active', 'removed'], 'invalid-state').optional() });
export type ListMembers = z.infer<typeof listMembersSchema>;

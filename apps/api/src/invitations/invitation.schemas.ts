import { invitationIdSchema, memberIdSchema, pendingChangeIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { roleSchema } from '../auth/scopes.js';
import { pageQuery, pageSchema } from '../http/pagination.js';
import { addMemberSchema } from '../members/member.schemas.js';

export const MAX_OPEN_INVITATIONS = 100;
export const INVITATION_CODE_PATTERN = /^vti_[A-Za-z0-9_-]{43}$/;

const stateSchema = z.enum(['waiting', 'open', 'accepted', 'revoked', 'expired'], 'invalid-state');

export const invitationSchema = z
  .strictObject({
    id: invitationIdSchema,
    role: roleSchema,
    /** Who may accept it, where the inviter said so; null: whoever holds the code and signs in for this organization. */
    issuer: z.string().nullable(),
    subject: z.string().nullable(),
    email: z.string().nullable(),
    state: stateSchema.meta({ description: '`waiting`: for the second person that a new admin or owner needs' }),
    createdBy: memberIdSchema,
    createdAt: z.string(),
    expiresAt: z.string(),
    acceptedBy: memberIdSchema.nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationPageSchema = pageSchema(invitationSchema, 'InvitationPage');

export const createdInvitationSchema = invitationSchema
  .extend({
    code: z.string().meta({ description: 'Shown this once. Give it to the person; Vitrine sends no mail.' }),
    approvalId: pendingChangeIdSchema.nullable().meta({ description: 'The pending change that opens it, where it waits' }),
  })
  .meta({ id: 'CreatedInvitation' });
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

const { issuer, subject, email } = addMemberSchema.shape;
export const createInvitationSchema = z
  .strictObject({
    role: roleSchema,
    email,
    identity: z.strictObject({ issuer, subject }).optional(),
    lifetimeDays: z.number('invalid-lifetime').int('invalid-lifetime').min(1, 'invalid-lifetime').max(14, 'invalid-lifetime').default(7),
  })
  .meta({ id: 'CreateInvitation' });
export type CreateInvitation = z.infer<typeof createInvitationSchema>;

export const acceptInvitationSchema = z
  .strictObject({ code: z.string('invalid-code').regex(INVITATION_CODE_PATTERN, 'invalid-code') })
  .meta({ id: 'AcceptInvitation' });
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;

export const listInvitationsSchema = z.strictObject({ ...pageQuery, state: stateSchema.optional() });
export type ListInvitations = z.infer<typeof listInvitationsSchema>;

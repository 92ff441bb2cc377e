import { memberIdSchema, pendingChangeIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { plainText } from '../http/names.js';
import { pageQuery, pageSchema } from '../http/pagination.js';

export const approvalStateSchema = z.enum(['proposed', 'approved', 'applied', 'refused', 'withdrawn', 'expired'], 'invalid-state');
export type ApprovalState = z.infer<typeof approvalStateSchema>;

export const pendingChangeSchema = z
  .strictObject({
    id: pendingChangeIdSchema,
    /** `member.role-raise`. */
    kind: z.string(),
    /** What would change, in the kind's own words: shown to every member, whatever his role. */
    change: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    state: approvalStateSchema,
    needs: z.enum(['second-person', 'notice']).meta({ description: 'Another admin or owner, or a day’s notice where there is no other' }),
    /** From when on it may be applied without a second person; null where one is needed. */
    readyAt: z.string().nullable(),
    expiresAt: z.string(),
    proposedBy: memberIdSchema,
    proposedAt: z.string(),
    decidedBy: memberIdSchema.nullable(),
    decidedAt: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'PendingChange' });
export type PendingChange = z.infer<typeof pendingChangeSchema>;
export const pendingChangePageSchema = pageSchema(pendingChangeSchema, 'PendingChangePage');

export const listApprovalsSchema = z.strictObject({ ...pageQuery, state: approvalStateSchema.optional() });
export type ListApprovals = z.infer<typeof listApprovalsSchema>;

export const refuseApprovalSchema = z
  .strictObject({ reason: plainText(500, 'invalid-reason').refine((text) => text.trim() !== '', 'invalid-reason') })
  .meta({ id: 'RefuseApproval' });
export type RefuseApproval = z.infer<typeof refuseApprovalSchema>;

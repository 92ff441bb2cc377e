import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

/** Lower-case canonical UUID text, the only form that Vitrine writes or accepts. */
const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'invalid-id');

export const organizationIdSchema = uuid.brand<'OrganizationId'>();
export const connectionIdSchema = uuid.brand<'ConnectionId'>();
export const auditIdSchema = uuid.brand<'AuditId'>();
export const jobIdSchema = uuid.brand<'JobId'>();
export const findingIdSchema = uuid.brand<'FindingId'>();
export const memberIdSchema = uuid.brand<'MemberId'>();
export const apiTokenIdSchema = uuid.brand<'ApiTokenId'>();
export const scheduleIdSchema = uuid.brand<'ScheduleId'>();
export const exclusionIdSchema = uuid.brand<'ExclusionId'>();
export const webhookIdSchema = uuid.brand<'WebhookId'>();
export const deliveryIdSchema = uuid.brand<'DeliveryId'>();
export const pendingChangeIdSchema = uuid.brand<'PendingChangeId'>();
export const invitationIdSchema = uuid.brand<'InvitationId'>();
export const trustRuleIdSchema = uuid.brand<'TrustRuleId'>();
export const operatorSessionIdSchema = uuid.brand<'OperatorSessionId'>();

export type OrganizationId = z.infer<typeof organizationIdSchema>;
export type ConnectionId = z.infer<typeof connectionIdSchema>;
export type AuditId = z.infer<typeof auditIdSchema>;
export type JobId = z.infer<typeof jobIdSchema>;
export type FindingId = z.infer<typeof findingIdSchema>;
export type MemberId = z.infer<typeof memberIdSchema>;
export type ApiTokenId = z.infer<typeof apiTokenIdSchema>;
export type ScheduleId = z.infer<typeof scheduleIdSchema>;
export type ExclusionId = z.infer<typeof exclusionIdSchema>;
export type WebhookId = z.infer<typeof webhookIdSchema>;
export type DeliveryId = z.infer<typeof deliveryIdSchema>;
export type PendingChangeId = z.infer<typeof pendingChangeIdSchema>;
export type InvitationId = z.infer<typeof invitationIdSchema>;
export type TrustRuleId = z.infer<typeof trustRuleIdSchema>;
export type OperatorSessionId = z.infer<typeof operatorSessionIdSchema>;

/** A new time-ordered id (UUIDv7), parsed into the brand that the caller names by its schema. */
export function newId<S extends z.ZodType>(schema: S): z.infer<S> {
  return schema.parse(uuidv7());
}

import { currencySchema, organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema } from '../http/names.js';

export const settingsSchema = z.strictObject({
  /** Credentials must come sealed: the API's memory then never holds one (reference §7, case 35). */
  sealedSubmissionRequired: z.boolean(),
  currency: currencySchema,
  /** A month, in whatever currency a finding has. Savings below are counted apart in sums, never dropped. */
  savingThresholdMonthly: z.string('invalid-amount').regex(/^\d{1,12}(\.\d{1,6})?$/, 'invalid-amount'),
  /** Who lets an operator of the platform look in: a second operator or a member, or a member of this organization alone. */
  operatorApproval: z.enum(['either', 'organization'], 'invalid-approval'),
  /** Days after which the trail's payloads are dropped, never its leaves; null keeps them. */
  trailPayloadDays: z.int('invalid-days').min(1, 'invalid-days').max(3_650, 'invalid-days').nullable(),
});
export type OrganizationSettings = z.infer<typeof settingsSchema>;

export const defaultSettings: OrganizationSettings = {
  sealedSubmissionRequired: false,
  currency: 'USD',
  savingThresholdMonthly: '0',
  operatorApproval: 'either',
  trailPayloadDays: null,
};

export const organizationSchema = z
  .strictObject({ id: organizationIdSchema, name: z.string(), state: z.enum(['active', 'suspended']), settings: settingsSchema, createdAt: z.string() })
  .meta({ id: 'Organization' });
export type Organization = z.infer<typeof organizationSchema>;

export const changeOrganizationSchema = z
  .strictObject({ name: nameSchema.optional(), settings: settingsSchema.partial().optional() })
  .meta({ id: 'ChangeOrganization' });
export type ChangeOrganization = z.infer<typeof changeOrganizationSchema>;

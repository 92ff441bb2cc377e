import { Injectable } from '@nestjs/common';
import { organizationIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { defaultSettings, settingsSchema, type OrganizationSettings } from './organization.schemas.js';

const rowSchema = z.object({
  organization_id: organizationIdSchema,
  name: z.string(),
  state: z.enum(['active', 'suspended']),
  settings: settingsSchema.partial().transform((known): OrganizationSettings => ({
    sealedSubmissionRequired: known.sealedSubmissionRequired ?? defaultSettings.sealedSubmissionRequired,
    currency: known.currency ?? defaultSettings.currency,
    savingThresholdMonthly: known.savingThresholdMonthly ?? defaultSettings.savingThresholdMonthly,
    operatorApproval: known.operatorApproval ?? defaultSettings.operatorApproval,
    trailPayloadDays: known.trailPayloadDays ?? defaultSettings.trailPayloadDays,
  })),
  version: z.number().int(),
  created_at: z.date(),
});
export type OrganizationRow = z.infer<typeof rowSchema>;

@Injectable()
export class OrganizationsRepository {
  /** @param lock `for-change` keeps others from changing it until the transaction ends */
  async find(tx: OrganizationTransaction, lock: 'for-reading' | 'for-change'): Promise<OrganizationRow | 'missing'> {
    const sql = `select organization_id, name, state, settings, version, created_at from vitrine.organization where organization_id = $1`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for update` : sql, [tx.organizationId]);
    return row ?? 'missing';
  }

  async update(tx: OrganizationTransaction, name: string, settings: OrganizationSettings): Promise<OrganizationRow> {
    const [row] = await tx.read(
      rowSchema,
      `update vitrine.organization set name = $2, settings = $3, version = version + 1 where organization_id = $1
       returning organization_id, name, state, settings, version, created_at`,
      [tx.organizationId, name, JSON.stringify(settings)],
    );
    if (row === undefined) throw new TypeError('the organization vanished under its own lock');
    return row;
  }
}

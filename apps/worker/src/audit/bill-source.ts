import type { CloudRequest, Estate, Scope } from '@vitrine/cloud-readers';
import type { Cloud } from '@vitrine/contracts';
import { z } from 'zod';

/** One bill row in FOCUS words, as `cost_row` stores it; amounts are decimal text as the bill says them. */
export const billRowSchema = z.strictObject({
  provider: z.string(),
  billingAccountId: z.string().nullable(),
  subAccountId: z.string().nullable(),
  chargePeriodStart: z.string(),
  chargePeriodEnd: z.string(),
  chargeCategory: z.string().nullable(),
  pricingCategory: z.string().nullable(),
  billedCost: z.string().nullable(),
  effectiveCost: z.string().nullable(),
  listCost: z.string().nullable(),
  billingCurrency: z.string(),
  resourceId: z.string().nullable(),
  resourceIdCanonical: z.string().nullable(),
  serviceName: z.string().nullable(),
  skuMeter: z.string().nullable(),
  regionId: z.string().nullable(),
});
export type BillRow = z.infer<typeof billRowSchema>;

/** Where a pull stands and what it covers; `bill` is the connection's own setting, parsed by the source. */
export interface BillPull {
  readonly scope: Scope;
  readonly bill: unknown;
  readonly start: Date;
  readonly end: Date;
  readonly pageToken: string | null;
}

/** One native bill: the call as data and its rows. */
export interface BillSource {
  readonly kind: 'cost-explorer' | 'cost-management' | 'bigquery';
  readonly cloud: Cloud;
  readonly operations: readonly string[];
  /** Where the pull goes; one walk per scope. */
  scopes(estate: Estate, bill: unknown): readonly Scope[];
  request(pull: BillPull): CloudRequest;
  page(body: unknown, pull: BillPull): { readonly rows: readonly BillRow[]; readonly next: string | null };
}

import { awsResourceArn, decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { Json } from '../engine/cloud-request.js';
import { chargePeriod, type BillInput, type BillReader, type BillRow } from './bill-reader.js';

const amount = z.object({ Amount: z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/), Unit: z.string().regex(/^[A-Z]{3}$/) });
const answerSchema = z.object({
  NextPageToken: z.string().optional(),
  ResultsByTime: z.array(
    z.object({
      TimePeriod: z.object({ Start: z.string().regex(/^\d{4}-\d{2}-\d{2}/) }),
      Groups: z.array(z.object({ Keys: z.tuple([z.string(), z.string()]), Metrics: z.object({ UnblendedCost: amount, AmortizedCost: amount }) })).default([]),
    }),
  ),
});

/**
 * Two walks, because a row does not say how it was priced: first plain usage, then usage that a commitment covered.
 * (Only two groupings are allowed, and both are needed: the id alone does not say the region.)
 */
const walks = [
  { pricing: 'Standard', recordTypes: ['Usage'] },
  { pricing: 'Committed', recordTypes: ['DiscountedUsage', 'SavingsPlanCoveredUsage'] },
] as const;

const tokenSchema = z.strictObject({ walk: z.number().int().min(0).max(1), next: z.string().nullable() });

function tokenOf(pageToken: string | null): z.infer<typeof tokenSchema> {
  return pageToken === null ? { walk: 0, next: null } : tokenSchema.parse(JSON.parse(pageToken));
}

/** The last 14 days per resource: all that Cost Explorer keeps at that grain, and only where the account switched it on. */
export const awsCostExplorerBillReader: BillReader = {
  id: 'aws.ce.cost-and-usage-with-resources',
  cloud: 'aws',
  operations: ['ce:GetCostAndUsageWithResources'],
  longestDays: 14,
  request(input) {
    const { walk, next } = tokenOf(input.pageToken);
    return { operation: 'ce:GetCostAndUsageWithResources', body: body(input, walks[walk]?.recordTypes ?? [], next) };
  },
  page(answer, { scope, pageToken }) {
    const { walk } = tokenOf(pageToken);
    const { ResultsByTime, NextPageToken } = answerSchema.parse(answer);
    const rows = ResultsByTime.flatMap(({ TimePeriod, Groups }) =>
      Groups.map(({ Keys: [resourceId, region], Metrics }): BillRow => {
        const known = resourceId === 'NoResourceId' || resourceId === '' ? null : resourceId;
        const place = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(region) ? region : null;
        return {
          provider: 'AWS',
          billing_account_id: null,
          sub_account_id: scope.accountId,
          ...chargePeriod(TimePeriod.Start.slice(0, 10)),
          charge_category: 'Usage',
          pricing_category: walks[walk]?.pricing ?? null,
          billed_cost: decimalText(exact(Metrics.UnblendedCost.Amount)),
          effective_cost: decimalText(exact(Metrics.AmortizedCost.Amount)),
          list_cost: null,
          billing_currency: Metrics.AmortizedCost.Unit,
          resource_id: known,
          resource_id_canonical: known === null ? null : awsResourceArn(known, place, scope.accountId),
          service_name: null,
          sku_meter: null,
          region_id: place,
        };
      }),
    );
    return { rows, next: nextToken(walk, NextPageToken) };
  },
  resume: (pageToken) => pageToken,
};

function nextToken(walk: number, next: string | undefined): string | null {
  if (next !== undefined && next !== '') return JSON.stringify({ walk, next });
  return walk + 1 < walks.length ? JSON.stringify({ walk: walk + 1, next: null }) : null;
}

function body({ from, to }: BillInput, recordTypes: readonly string[], next: string | null): { readonly [key: string]: Json } {
  return {
    TimePeriod: { Start: from, End: to },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost', 'AmortizedCost'],
    GroupBy: [
      { Type: 'DIMENSION', Key: 'RESOURCE_ID' },
      { Type: 'DIMENSION', Key: 'REGION' },
    ],
    Filter: { Dimensions: { Key: 'RECORD_TYPE', Values: recordTypes } },
    ...(next === null ? {} : { NextPageToken: next }),
  };
}

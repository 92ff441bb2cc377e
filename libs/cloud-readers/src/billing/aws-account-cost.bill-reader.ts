import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import { chargePeriod, type BillReader, type BillRow } from './bill-reader.js';

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

/** Daily cost by service and region, for accounts without resource rows: totals are known, no resource is priced by it. */
export const awsAccountCostBillReader: BillReader = {
  id: 'aws.ce.cost-and-usage',
  cloud: 'aws',
  operations: ['ce:GetCostAndUsage'],
  longestDays: 90,
  request: ({ from, to, pageToken }) => ({
    operation: 'ce:GetCostAndUsage',
    body: {
      TimePeriod: { Start: from, End: to },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost', 'AmortizedCost'],
      GroupBy: [
        { Type: 'DIMENSION', Key: 'SERVICE' },
        { Type: 'DIMENSION', Key: 'REGION' },
      ],
      Filter: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage'] } },
      ...(pageToken === null ? {} : { NextPageToken: pageToken }),
    },
  }),
  page(answer, { scope }) {
    const { ResultsByTime, NextPageToken } = answerSchema.parse(answer);
    const rows = ResultsByTime.flatMap(({ TimePeriod, Groups }) =>
      Groups.map(({ Keys: [service, region], Metrics }): BillRow => ({
        provider: 'AWS',
        billing_account_id: null,
        sub_account_id: scope.accountId,
        ...chargePeriod(TimePeriod.Start.slice(0, 10)),
        charge_category: 'Usage',
        pricing_category: null,
        billed_cost: decimalText(exact(Metrics.UnblendedCost.Amount)),
        effective_cost: decimalText(exact(Metrics.AmortizedCost.Amount)),
        list_cost: null,
        billing_currency: Metrics.AmortizedCost.Unit,
        resource_id: null,
        resource_id_canonical: null,
        service_name: service === '' ? null : service,
        sku_meter: null,
        region_id: region === '' || region === 'NoRegion' || region === 'global' ? null : region,
      })),
    );
    return { rows, next: NextPageToken === undefined || NextPageToken === '' ? null : NextPageToken };
  },
  resume: (pageToken) => pageToken,
};

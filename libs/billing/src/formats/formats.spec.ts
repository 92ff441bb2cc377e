import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { parseBill, type BillContent, type FocusBatch, type FocusFile } from '../index.js';
import { decimalOfUnscaled } from '../tables/unscaled-decimal.js';

const content = (bytes: Uint8Array): BillContent => ({
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.slice(start, end)),
  stream: () => Readable.from([Buffer.from(bytes)]),
});
const text = (...lines: readonly string[]): BillContent => content(Buffer.from(lines.join('\n')));

async function batchesOf(file: FocusFile): Promise<FocusBatch[]> {
  const batches: FocusBatch[] = [];
  for await (const batch of file.batches()) batches.push(batch);
  return batches;
}

/** Rows as objects of what is known. */
async function rowsOf(file: FocusFile): Promise<Record<string, string>[]> {
  const batches = await batchesOf(file);
  return batches.flatMap(({ rowNos, values }) =>
    rowNos.map((_, row) =>
      Object.fromEntries([...values].flatMap(([column, cells]) => (typeof cells[row] === 'string' ? [[column, cells[row]]] : [])) as [string, string][]),
    ),
  );
}

describe('what a bill may come as', () => {
  it('FOCUS 1.3 without ProviderName: the providers of the newer versions fill the older one’s, and the other way round', async () => {
    const newer = await parseBill(
      text('BilledCost,BillingCurrency,ChargePeriodStart,HostProviderName,ServiceProviderName', '1,USD,2026-10-01T00:00:00Z,AWS,Databricks'),
    );
    expect([newer.version, await rowsOf(newer)]).toMatchObject(['1.3', [{ provider: 'AWS', host_provider_name: 'AWS', service_provider_name: 'Databricks' }]]);
    const older = await parseBill(text('BilledCost,BillingCurrency,ChargePeriodStart,ProviderName,PublisherName', '1,USD,2026-10-01T00:00:00Z,AWS,Databricks'));
    expect([older.version, await rowsOf(older)]).toMatchObject(['1.0', [{ provider: 'AWS', host_provider_name: 'AWS', service_provider_name: 'Databricks' }]]);
  });

  it('an AWS bill’s bare instance id becomes the ARN by which the inventory knows it, so that the bill prices it', async () => {
    const header = 'BilledCost,BillingCurrency,ChargePeriodStart,ProviderName,SubAccountId,RegionId,ResourceId';
    const rows = await rowsOf(await parseBill(text(header, '1,USD,2026-10-01T00:00:00Z,AWS,111122223333,eu-west-1,i-0ABC')));
    expect(rows[0]?.['resource_id_canonical']).toBe('arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc');
  });

  it('gzip, told by its bytes and not by its name', async () => {
    const file = await parseBill(content(gzipSync('BilledCost,BillingCurrency,ChargePeriodStart\n1.5,EUR,2026-10-01T00:00:00Z\n')));
    expect(await rowsOf(file)).toMatchObject([{ billed_cost: '1.5', billing_currency: 'EUR' }]);
  });

  it('gzip or Parquet that breaks off is no bill, and says so', async () => {
    const packed = gzipSync('BilledCost,BillingCurrency,ChargePeriodStart\n'.repeat(500));
    const read = async (bytes: Uint8Array): Promise<unknown> => await rowsOf(await parseBill(content(bytes)));
    await expect(read(packed.subarray(0, 40))).rejects.toMatchObject({ code: 'focus-invalid' });
    await expect(read(Buffer.from('PAR1 and nothing else'))).rejects.toMatchObject({ code: 'focus-invalid' });
  });

  it('Parquet, with the digits that it holds', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'BilledCost', data: [0.1, 1e-7, 2], type: 'DOUBLE' },
        { name: 'BillingCurrency', data: ['USD', 'USD', 'USD'], type: 'STRING' },
        { name: 'ChargePeriodStart', data: [0, 1, 2].map((hour) => new Date(Date.UTC(2026, 9, 1, hour))), type: 'TIMESTAMP' },
        { name: 'Tags', data: [{ a: 'b' }, null, {}], type: 'JSON' },
      ],
      rowGroupSize: 2,
    });
    const file = await parseBill(content(new Uint8Array(bytes)));
    expect(await rowsOf(file)).toMatchObject([
      { billed_cost: '0.1', charge_period_start: '2026-10-01T00:00:00.000Z', tags: '{"a":"b"}' },
      { billed_cost: '1e-7', charge_period_start: '2026-10-01T01:00:00.000Z' },
      { billed_cost: '2' },
    ]);
  });

  it('Parquet decimals to the last digit, where a float would end at sixteen', async () => {
    const bytes = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 3 },
        { name: 'BilledCost', type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 14, repetition_type: 'REQUIRED' },
        { name: 'BillingCurrency', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        { name: 'ChargePeriodStart', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      ],
      columnData: [
        { name: 'BilledCost', data: [205_202_267_289_912_345n, -1n] },
        { name: 'BillingCurrency', data: ['USD', 'USD'] },
        { name: 'ChargePeriodStart', data: ['2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z'] },
      ],
    });
    const rows = await rowsOf(await parseBill(content(new Uint8Array(bytes))));
    expect(rows.map((row) => row['billed_cost'])).toEqual(['2052.02267289912345', '-0.00000000000001']);
  });

  it('a decimal of Parquet leaves as the whole number that it is stored as, with its point set: a float would lose digits', () => {
    expect(decimalOfUnscaled(2_052_022_672_899_000_000_000n, 20)).toBe('20.52022672899000000000');
    expect(decimalOfUnscaled(-5, 3)).toBe('-0.005');
    expect(decimalOfUnscaled(Uint8Array.of(0xff, 0x85), 2)).toBe('-1.23');
    expect(decimalOfUnscaled(Uint8Array.of(0x00, 0x7b), 0)).toBe('123');
    expect(decimalOfUnscaled('x', 2)).toBe('invalid');
  });
});

describe('AWS CUR 2.0', () => {
  const names = [
    'line_item_line_item_type',
    'line_item_unblended_cost',
    'line_item_currency_code',
    'line_item_usage_start_date',
    'line_item_usage_end_date',
    'line_item_usage_account_id',
    'line_item_usage_type',
    'line_item_resource_id',
    'product_region_code',
    'reservation_effective_cost',
    'reservation_unused_recurring_fee',
    'reservation_unused_amortized_upfront_fee_for_billing_period',
    'savings_plan_savings_plan_effective_cost',
    'reservation_reservation_a_r_n',
  ] as const;
  const line = (cells: Partial<Record<(typeof names)[number], string>>): string =>
    names
      .map(
        (name) =>
          ({
            line_item_currency_code: 'USD',
            line_item_usage_start_date: '2026-10-01T00:00:00.000Z',
            line_item_usage_end_date: '2026-10-01T01:00:00.000Z',
            line_item_usage_account_id: '111122223333',
            product_region_code: 'eu-west-1',
            ...cells,
          })[name] ?? '',
      )
      .join(',');

  it('keeps billed money as invoiced and gives covered usage its share of the commitment', async () => {
    const file = await parseBill(
      text(
        names.join(','),
        line({ line_item_line_item_type: 'Usage', line_item_unblended_cost: '2', line_item_resource_id: 'i-1' }),
        line({ line_item_line_item_type: 'SavingsPlanCoveredUsage', line_item_unblended_cost: '3', savings_plan_savings_plan_effective_cost: '1.8' }),
        line({ line_item_line_item_type: 'SavingsPlanNegation', line_item_unblended_cost: '-3' }),
        line({ line_item_line_item_type: 'DiscountedUsage', line_item_unblended_cost: '0', reservation_effective_cost: '0.7' }),
        line({ line_item_line_item_type: 'Tax', line_item_unblended_cost: '0.4' }),
      ),
    );
    const rows = await rowsOf(file);
    expect(file.format).toBe('cur-2.0');
    expect(rows.map((row) => [row['charge_category'], row['pricing_category'], row['billed_cost'], row['effective_cost']])).toEqual([
      ['Usage', 'Standard', '2', '2'],
      ['Usage', 'Committed', '0', '1.8'],
      ['Adjustment', undefined, '0', '0'],
      ['Usage', 'Committed', '0', '0.7'],
      ['Tax', undefined, '0.4', '0.4'],
    ]);
    expect(rows[0]?.['resource_id_canonical']).toBe('arn:aws:ec2:eu-west-1:111122223333:instance/i-1');
  });

  it('the unused rest of a reservation is a charge of its own, which is billed nothing and is worth what was paid for it', async () => {
    const fee = line({
      line_item_line_item_type: 'RIFee',
      line_item_unblended_cost: '10',
      reservation_unused_recurring_fee: '2.5',
      reservation_unused_amortized_upfront_fee_for_billing_period: '0.5',
      reservation_reservation_a_r_n: 'arn:aws:ec2:eu-west-1:111122223333:reserved-instances/1',
    });
    const file = await parseBill(text(names.join(','), fee));
    const [batch] = await batchesOf(file);
    expect(batch?.rowNos).toEqual([1, -1]);
    expect(['billed_cost', 'effective_cost', 'commitment_discount_status'].map((name) => batch?.values.get(name))).toEqual([
      ['10', '0'],
      ['0', '3'],
      [null, 'Unused'],
    ]);
  });
});

describe('Azure cost details', () => {
  const header = 'SubscriptionId,Date,ChargeType,PricingModel,CostInBillingCurrency,BillingCurrencyCode,MeterCategory,MeterName,ResourceId,Tags';
  const line = (type: string, pricing: string, cost: string): string =>
    `sub-1,10/02/2026,${type},${pricing},${cost},EUR,Virtual Machines,D2 v2,/subscriptions/S/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/Web,"""env"": ""dev"""`;

  it('reads American dates, tags without braces and ids in any case, behind a byte order mark', async () => {
    const file = await parseBill(text(`\ufeff${header}`, line('Usage', 'OnDemand', '4.2')));
    expect(file.format).toBe('azure-cost-details');
    expect(await rowsOf(file)).toMatchObject([
      {
        billed_cost: '4.2',
        effective_cost: '4.2',
        charge_period_start: '2026-10-02T00:00:00.000Z',
        charge_period_end: '2026-10-03T00:00:00.000Z',
        pricing_category: 'Standard',
        tags: '{"env":"dev"}',
        resource_id_canonical: '/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/web',
      },
    ]);
  });

  it('a covered row of an actual-cost file has no known effective cost, and not the cost 0', async () => {
    const rows = await rowsOf(
      await parseBill(text(header, line('Usage', 'Reservation', '0'), line('Usage', 'Reservation', '1.2'), line('UnusedReservation', 'Reservation', '3'))),
    );
    expect(rows.map((row) => [row['billed_cost'], row['effective_cost'], row['commitment_discount_status']])).toEqual([
      ['0', undefined, 'Used'],
      ['0', '1.2', 'Used'],
      ['0', '3', 'Unused'],
    ]);
  });
});

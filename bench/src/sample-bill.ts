import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

const SERVICES = [
  'Amazon Elastic Compute Cloud',
  'Amazon Simple Storage Service',
  'Amazon Relational Database Service',
  'AWS Lambda',
  'Amazon Virtual Private Cloud',
];
const COLUMNS =
  'AvailabilityZone,BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,CommitmentDiscountId,CommitmentDiscountStatus,ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceId,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingQuantity,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,ServiceCategory,ServiceName,SkuId,SkuMeter,SkuPriceId,SubAccountId,SubAccountName,Tags';

/** Writes a FOCUS 1.2 bill of one day after the other: hourly charges of some thousand resources, about 600 bytes a row. */
export async function writeSampleBill(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${COLUMNS}\n`);
  for (let row = 0; row < rows;) {
    let block = '';
    for (const end = Math.min(rows, row + 1_000); row < end; row++) block += `${line(row)}\n`;
    if (!out.write(block)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

function line(row: number): string {
  const hour = Math.floor(row / 3_000) % 720;
  const start = new Date(Date.UTC(2026, 9, 1, hour)).toISOString();
  const end = new Date(Date.UTC(2026, 9, 1, hour + 1)).toISOString();
  const resource = row % 3_000;
  const service = SERVICES[resource % SERVICES.length] ?? '';
  const cost = `0.0${String((resource * 7_919) % 100_000).padStart(5, '0')}0000`;
  const id = `i-${resource.toString(16).padStart(17, '0')}`;
  const tags = `"{""application"": ""app-${String(resource % 40)}"", ""environment"": ""production"", ""cost-centre"": ""cc-${String(resource % 17)}""}"`;
  return `eu-west-1a,${cost},111122223333,Acme,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,,"$0.0416 per On Demand Linux t3.medium, per hour",Usage-Based,${end},${start},,,1.0000000000,Hours,${cost},0.0416,${cost},EUINGB26-100,"Amazon Web Services, Inc.",${cost},0.0416,Standard,1.0000000000,Hours,AWS,AWS,eu-west-1,Europe (Ireland),${id},host-${String(resource)},AWS::EC2::Instance,Compute,${service},SKU${String(resource % 300)}ABCDEF,EU-BoxUsage:t3.medium,SKU${String(resource % 300)}ABCDEF.JRTCKXETXF.6YS6EN2CT7,44445555${String(1000 + (resource % 20))},team-${String(resource % 20)},${tags}`;
}

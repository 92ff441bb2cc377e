import type { BillFormat, CellsByName, FocusCells } from './bill-format.js';

const reads = [
  'BillingAccountId',
  'BillingAccountName',
  'SubscriptionId',
  'SubscriptionGuid',
  'SubscriptionName',
  'Date',
  'BillingPeriodStartDate',
  'BillingPeriodEndDate',
  'ChargeType',
  'Frequency',
  'PricingModel',
  'PublisherName',
  'CostInBillingCurrency',
  'BillingCurrency',
  'BillingCurrencyCode',
  'Quantity',
  'UnitOfMeasure',
  'UnitPrice',
  'PayGPrice',
  'MeterCategory',
  'MeterSubCategory',
  'MeterName',
  'MeterId',
  'ResourceId',
  'ResourceName',
  'ResourceLocation',
  'ReservationId',
  'ReservationName',
  'BenefitId',
  'BenefitName',
  'InvoiceId',
  'InvoiceID',
  'Tags',
] as const;

const gives = [
  ...['ProviderName', 'PublisherName', 'InvoiceId', 'BillingAccountId', 'BillingAccountName', 'SubAccountId', 'SubAccountName', 'BillingPeriodStart'],
  ...['BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd', 'ChargeCategory', 'ChargeFrequency', 'ChargeDescription', 'BilledCost', 'EffectiveCost'],
  ...['BillingCurrency', 'ListUnitPrice', 'ContractedUnitPrice', 'PricingCategory', 'ConsumedQuantity', 'ConsumedUnit', 'CommitmentDiscountId'],
  ...['CommitmentDiscountName', 'CommitmentDiscountStatus', 'ServiceName', 'SkuId', 'SkuMeter', 'ResourceId', 'ResourceName', 'RegionId', 'Tags'],
];

const categories: Readonly<Record<string, string>> = {
  Usage: 'Usage',
  UnusedReservation: 'Usage',
  UnusedSavingsPlan: 'Usage',
  Purchase: 'Purchase',
  Refund: 'Adjustment',
  Adjustment: 'Adjustment',
  RoundingAdjustment: 'Adjustment',
  Tax: 'Tax',
};
const frequencies: Readonly<Record<string, string>> = { OneTime: 'One-Time', Recurring: 'Recurring', UsageBased: 'Usage-Based' };
const pricings: Readonly<Record<string, string>> = { OnDemand: 'Standard', Spot: 'Dynamic', Reservation: 'Committed', SavingsPlan: 'Committed' };

/** Azure Cost Management exports of EA and MCA, actual or amortised cost. The file does not say which; a covered row's cost does. */
export const azureCostDetailsFormat: BillFormat = {
  id: 'azure-cost-details',
  claims: (columns) => ['CostInBillingCurrency', 'ChargeType', 'Date'].every((name) => columns.some((each) => sameName(each, name))),
  translation: { reads, gives, charges },
};

/** EA writes `SubscriptionId`, MCA `subscriptionId`. */
export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function charges(cell: CellsByName): FocusCells[] {
  const type = cell('ChargeType');
  const pricing = cell('PricingModel');
  const cost = cell('CostInBillingCurrency');
  const unused = type === 'UnusedReservation' || type === 'UnusedSavingsPlan';
  const covered = unused || (type === 'Usage' && pricings[pricing] === 'Committed');
  const purchase = type === 'Purchase' && pricings[pricing] === 'Committed';
  const meter = [cell('MeterCategory'), cell('MeterSubCategory'), cell('MeterName')].filter((each) => each !== '').join(' / ');
  const day = isoDay(cell('Date'));
  return [
    {
      ProviderName: 'Microsoft',
      PublisherName: cell('PublisherName'),
      InvoiceId: cell('InvoiceId') || cell('InvoiceID'),
      BillingAccountId: cell('BillingAccountId'),
      BillingAccountName: cell('BillingAccountName'),
      SubAccountId: cell('SubscriptionId') || cell('SubscriptionGuid'),
      SubAccountName: cell('SubscriptionName'),
      BillingPeriodStart: utc(isoDay(cell('BillingPeriodStartDate'))),
      BillingPeriodEnd: dayAfter(isoDay(cell('BillingPeriodEndDate'))),
      ChargePeriodStart: utc(day),
      ChargePeriodEnd: dayAfter(day),
      ChargeCategory: categories[type] ?? type,
      ChargeFrequency: frequencies[cell('Frequency')] ?? '',
      ChargeDescription: meter,
      // In a file of actual cost a covered row costs 0, since its purchase was billed; what it is worth is then not known, and not 0.
      BilledCost: covered ? '0' : cost,
      EffectiveCost: covered ? (isZero(cost) ? '' : cost) : purchase ? '0' : cost,
      BillingCurrency: cell('BillingCurrency') || cell('BillingCurrencyCode'),
      ListUnitPrice: cell('PayGPrice'),
      ContractedUnitPrice: cell('UnitPrice'),
      PricingCategory: type === 'Usage' || unused ? (unused ? 'Committed' : (pricings[pricing] ?? '')) : '',
      ConsumedQuantity: cell('Quantity'),
      ConsumedUnit: cell('UnitOfMeasure'),
      CommitmentDiscountId: cell('BenefitId') || cell('ReservationId'),
      CommitmentDiscountName: cell('BenefitName') || cell('ReservationName'),
      CommitmentDiscountStatus: unused ? 'Unused' : covered ? 'Used' : '',
      ServiceName: cell('MeterCategory'),
      SkuId: cell('MeterId'),
      SkuMeter: meter,
      ResourceId: cell('ResourceId'),
      ResourceName: cell('ResourceName'),
      RegionId: cell('ResourceLocation').toLowerCase(),
      Tags: tagsJson(cell('Tags')),
    },
  ];
}

const isZero = (text: string): boolean => /^-?0*(\.0*)?(e[+-]?\d+)?$/i.test(text) && text !== '';

/** Exports write `11/21/2026` or `2026-11-21`, with or without a time; anything else goes on as it is and is named as no date. */
function isoDay(text: string): string {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const [, month = '', day = '', year = ''] = american ?? [];
  if (american !== null) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text;
}

const utc = (day: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : day);

function dayAfter(day: string): string {
  const at = Date.parse(utc(day));
  return Number.isNaN(at) ? '' : new Date(at + 86_400_000).toISOString();
}

/** Exports write the tags without their braces. */
function tagsJson(text: string): string {
  return text === '' || text.startsWith('{') ? text : `{${text}}`;
}

import type { FocusProblemCode } from './focus-problem.js';

/** How a FOCUS column is read into `cost_row` (FOCUS 1.0, 1.0r2, 1.2 and 1.3 names). */
export interface FocusColumn {
  /** Column of `cost_row`. */
  readonly target: string;
  readonly type: 'text' | 'decimal' | 'timestamp' | 'enum' | 'json' | 'currency';
  /** Allowed words, compared without case; FOCUS writes them as here. */
  readonly words?: readonly string[];
  /** A row without it cannot be taken: its money or its currency would be a guess. */
  readonly required?: FocusProblemCode;
}

export const focusColumns: Readonly<Record<string, FocusColumn>> = {
  ProviderName: { target: 'provider', type: 'text' },
  BillingAccountId: { target: 'billing_account_id', type: 'text' },
  SubAccountId: { target: 'sub_account_id', type: 'text' },
  BillingPeriodStart: { target: 'billing_period_start', type: 'timestamp' },
  ChargePeriodStart: { target: 'charge_period_start', type: 'timestamp' },
  ChargePeriodEnd: { target: 'charge_period_end', type: 'timestamp' },
  ChargeCategory: { target: 'charge_category', type: 'enum', words: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] },
  ChargeClass: { target: 'charge_class', type: 'enum', words: ['Correction'] },
  ChargeDescription: { target: 'charge_description', type: 'text' },
  BilledCost: { target: 'billed_cost', type: 'decimal', required: 'amount-missing' },
  EffectiveCost: { target: 'effective_cost', type: 'decimal' },
  ListCost: { target: 'list_cost', type: 'decimal' },
  ContractedCost: { target: 'contracted_cost', type: 'decimal' },
  BillingCurrency: { target: 'billing_currency', type: 'currency', required: 'currency-missing' },
  PricingCategory: { target: 'pricing_category', type: 'enum', words: ['Standard', 'Dynamic', 'Committed', 'Other'] },
  CommitmentDiscountId: { target: 'commitment_discount_id', type: 'text' },
  CommitmentDiscountStatus: { target: 'commitment_discount_status', type: 'enum', words: ['Used', 'Unused'] },
  ServiceName: { target: 'service_name', type: 'text' },
  ServiceCategory: { target: 'service_category', type: 'text' },
  SkuId: { target: 'sku_id', type: 'text' },
  SkuMeter: { target: 'sku_meter', type: 'text' },
  ResourceId: { target: 'resource_id', type: 'text' },
  ResourceName: { target: 'resource_name', type: 'text' },
  ResourceType: { target: 'resource_type', type: 'text' },
  RegionId: { target: 'region_id', type: 'text' },
  Tags: { target: 'tags', type: 'json' },
};

/** Columns of FOCUS 1.0 to 1.3 that Vitrine does not store; any other column is named as unknown. */
export const focusColumnsNotStored: ReadonlySet<string> = new Set([
  'AvailabilityZone',
  'BillingAccountName',
  'BillingAccountType',
  'BillingPeriodEnd',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'ChargeFrequency',
  'CommitmentDiscountCategory',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedUnitPrice',
  'HostProviderName',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListUnitPrice',
  'PricingCurrency',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'PricingUnit',
  'PublisherName',
  'RegionName',
  'ServiceProviderName',
  'ServiceSubcategory',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountName',
  'SubAccountType',
  'AllocatedMethodId',
  'AllocatedMethodDetails',
  'AllocatedResourceId',
  'AllocatedResourceName',
  'AllocatedTags',
  'ContractApplied',
]);

/** Without these a file is not a FOCUS bill. */
export const focusColumnsNeeded: readonly string[] = ['BilledCost', 'BillingCurrency', 'ChargePeriodStart'];

/** The version by the columns present: 1.3 added HostProviderName, 1.2 SkuMeter, 1.0 has neither. */
export function focusVersion(columns: readonly string[]): string {
  if (columns.includes('HostProviderName')) return '1.3';
  if (columns.includes('SkuMeter') || columns.includes('InvoiceId')) return '1.2';
  return '1.0';
}

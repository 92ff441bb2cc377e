import type { FocusProblemCode } from './focus-problem.js';

/** How a FOCUS column is read into `cost_row` (names of FOCUS 1.0, 1.0r2, 1.2 and 1.3). */
export interface FocusColumn {
  /** Column of `cost_row`. */
  readonly target: string;
  readonly type: 'text' | 'decimal' | 'timestamp' | 'enum' | 'json' | 'currency';
  /** Allowed words, compared without case; FOCUS writes them as here. */
  readonly words?: readonly string[];
  /** A row without it cannot be taken: its money or its currency would be a guess. */
  readonly required?: FocusProblemCode;
}

const text = (target: string): FocusColumn => ({ target, type: 'text' });
const decimal = (target: string): FocusColumn => ({ target, type: 'decimal' });
const timestamp = (target: string): FocusColumn => ({ target, type: 'timestamp' });
const words = (target: string, ...allowed: readonly string[]): FocusColumn => ({ target, type: 'enum', words: allowed });

export const focusColumns: Readonly<Record<string, FocusColumn>> = {
  ProviderName: text('provider'),
  ServiceProviderName: text('service_provider_name'),
  HostProviderName: text('host_provider_name'),
  PublisherName: text('publisher_name'),
  InvoiceIssuerName: text('invoice_issuer_name'),
  InvoiceId: text('invoice_id'),
  BillingAccountId: text('billing_account_id'),
  BillingAccountName: text('billing_account_name'),
  SubAccountId: text('sub_account_id'),
  SubAccountName: text('sub_account_name'),
  BillingPeriodStart: timestamp('billing_period_start'),
  BillingPeriodEnd: timestamp('billing_period_end'),
  ChargePeriodStart: timestamp('charge_period_start'),
  ChargePeriodEnd: timestamp('charge_period_end'),
  ChargeCategory: words('charge_category', 'Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'),
  ChargeClass: words('charge_class', 'Correction'),
  ChargeFrequency: words('charge_frequency', 'One-Time', 'Recurring', 'Usage-Based'),
  ChargeDescription: text('charge_description'),
  BilledCost: { target: 'billed_cost', type: 'decimal', required: 'amount-missing' },
  EffectiveCost: decimal('effective_cost'),
  ListCost: decimal('list_cost'),
  ContractedCost: decimal('contracted_cost'),
  ListUnitPrice: decimal('list_unit_price'),
  ContractedUnitPrice: decimal('contracted_unit_price'),
  BillingCurrency: { target: 'billing_currency', type: 'currency', required: 'currency-missing' },
  PricingCurrency: text('pricing_currency'),
  PricingCategory: words('pricing_category', 'Standard', 'Dynamic', 'Committed', 'Other'),
  PricingQuantity: decimal('pricing_quantity'),
  PricingUnit: text('pricing_unit'),
  ConsumedQuantity: decimal('consumed_quantity'),
  ConsumedUnit: text('consumed_unit'),
  CommitmentDiscountId: text('commitment_discount_id'),
  CommitmentDiscountName: text('commitment_discount_name'),
  CommitmentDiscountCategory: words('commitment_discount_category', 'Spend', 'Usage'),
  CommitmentDiscountType: text('commitment_discount_type'),
  CommitmentDiscountStatus: words('commitment_discount_status', 'Used', 'Unused'),
  CommitmentDiscountQuantity: decimal('commitment_discount_quantity'),
  CommitmentDiscountUnit: text('commitment_discount_unit'),
  ServiceName: text('service_name'),
  ServiceCategory: text('service_category'),
  ServiceSubcategory: text('service_subcategory'),
  SkuId: text('sku_id'),
  SkuMeter: text('sku_meter'),
  SkuPriceId: text('sku_price_id'),
  SkuPriceDetails: { target: 'sku_price_details', type: 'json' },
  ResourceId: text('resource_id'),
  ResourceName: text('resource_name'),
  ResourceType: text('resource_type'),
  RegionId: text('region_id'),
  AvailabilityZone: text('availability_zone'),
  Tags: { target: 'tags', type: 'json' },
};

/** Columns of FOCUS 1.0 to 1.3 that Vitrine does not store; any other column is named as unknown. */
export const focusColumnsNotStored: ReadonlySet<string> = new Set([
  'BillingAccountType',
  'CapacityReservationId',
  'CapacityReservationStatus',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'RegionName',
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

/** The version by the columns present: 1.3 added HostProviderName, 1.2 SkuMeter, 1.0 and 1.0r2 have neither. */
export function focusVersion(columns: readonly string[]): string {
  if (columns.includes('HostProviderName')) return '1.3';
  if (columns.includes('SkuMeter') || columns.includes('InvoiceId')) return '1.2';
  return '1.0';
}

/** Attack: a column called `constructor` is a member of every object, and no column of ours. */
export function columnOf(name: string): FocusColumn | undefined {
  return Object.hasOwn(focusColumns, name) ? focusColumns[name] : undefined;
}

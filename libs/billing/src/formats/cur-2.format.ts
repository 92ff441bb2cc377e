import { exact, decimalText } from '@vitrine/contracts';
import type { BillFormat, CellsByName, FocusCells } from './bill-format.js';

const reads = [
  'bill_payer_account_id',
  'bill_payer_account_name',
  'bill_billing_entity',
  'bill_invoicing_entity',
  'bill_invoice_id',
  'bill_billing_period_start_date',
  'bill_billing_period_end_date',
  'line_item_usage_account_id',
  'line_item_usage_account_name',
  'line_item_usage_start_date',
  'line_item_usage_end_date',
  'line_item_line_item_type',
  'line_item_line_item_description',
  'line_item_unblended_cost',
  'line_item_currency_code',
  'line_item_product_code',
  'line_item_usage_type',
  'line_item_usage_amount',
  'line_item_resource_id',
  'line_item_availability_zone',
  'pricing_public_on_demand_cost',
  'pricing_public_on_demand_rate',
  'pricing_unit',
  'pricing_term',
  'pricing_rate_code',
  'product_sku',
  'product_region_code',
  'reservation_reservation_a_r_n',
  'reservation_effective_cost',
  'reservation_unused_amortized_upfront_fee_for_billing_period',
  'reservation_unused_recurring_fee',
  'savings_plan_savings_plan_a_r_n',
  'savings_plan_savings_plan_effective_cost',
  'savings_plan_total_commitment_to_date',
  'savings_plan_used_commitment',
  'resource_tags',
] as const;

const gives = [
  ...['ProviderName', 'PublisherName', 'InvoiceIssuerName', 'InvoiceId', 'BillingAccountId', 'BillingAccountName', 'SubAccountId', 'SubAccountName'],
  ...['BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd', 'ChargeCategory', 'ChargeDescription', 'BilledCost', 'EffectiveCost'],
  ...['ListCost', 'ListUnitPrice', 'BillingCurrency', 'PricingCategory', 'PricingUnit', 'ConsumedQuantity', 'ConsumedUnit', 'CommitmentDiscountId'],
  ...['CommitmentDiscountStatus', 'ServiceName', 'SkuId', 'SkuMeter', 'SkuPriceId', 'ResourceId', 'RegionId', 'AvailabilityZone', 'Tags'],
];

/** FOCUS category per line item type; discounts lower the cost of the very usage that they name. */
const categories: Readonly<Record<string, string>> = {
  Usage: 'Usage',
  DiscountedUsage: 'Usage',
  SavingsPlanCoveredUsage: 'Usage',
  SavingsPlanNegation: 'Adjustment',
  Discount: 'Usage',
  EdpDiscount: 'Usage',
  PrivateRateDiscount: 'Usage',
  BundledDiscount: 'Usage',
  RIFee: 'Purchase',
  Fee: 'Purchase',
  SavingsPlanRecurringFee: 'Purchase',
  SavingsPlanUpfrontFee: 'Purchase',
  Tax: 'Tax',
  Credit: 'Credit',
  Refund: 'Adjustment',
};

/**
 * AWS Cost and Usage Report 2.0 (Data Exports, `COST_AND_USAGE_REPORT`). Net columns are left alone: discounts have lines of their own
 * here, and taking both would count them twice.
 */
export const cur2Format: BillFormat = {
  id: 'cur-2.0',
  claims: (columns) => ['line_item_line_item_type', 'line_item_unblended_cost', 'line_item_usage_start_date'].every((name) => columns.includes(name)),
  translation: { reads, gives, charges },
};

function charges(cell: CellsByName): FocusCells[] {
  const type = cell('line_item_line_item_type');
  const base = baseOf(cell, type);
  switch (type) {
    case 'DiscountedUsage':
      return [committed(base, cell('reservation_reservation_a_r_n'), cell('reservation_effective_cost'))];
    case 'SavingsPlanCoveredUsage':
      return [committed(base, cell('savings_plan_savings_plan_a_r_n'), cell('savings_plan_savings_plan_effective_cost'))];
    case 'SavingsPlanNegation':
      // It takes back the on-demand price of the covered line, which stands at 0 here already.
      return [{ ...base, BilledCost: '0', EffectiveCost: '0' }];
    case 'RIFee': {
      const unused = sum(cell('reservation_unused_amortized_upfront_fee_for_billing_period'), cell('reservation_unused_recurring_fee'));
      return purchase(base, cell('reservation_reservation_a_r_n'), unused);
    }
    case 'SavingsPlanRecurringFee': {
      const unused = sum(cell('savings_plan_total_commitment_to_date'), negated(cell('savings_plan_used_commitment')));
      return purchase(base, cell('savings_plan_savings_plan_a_r_n'), unused);
    }
    case 'SavingsPlanUpfrontFee':
      return [{ ...base, EffectiveCost: '0', CommitmentDiscountId: cell('savings_plan_savings_plan_a_r_n') }];
    default:
      return [base];
  }
}

function baseOf(cell: CellsByName, type: string): FocusCells {
  const spot = cell('pricing_term') === 'Spot' || cell('line_item_usage_type').includes('SpotUsage');
  const category = categories[type] ?? type;
  const cost = cell('line_item_unblended_cost');
  return {
    ProviderName: 'AWS',
    PublisherName: cell('bill_billing_entity'),
    InvoiceIssuerName: cell('bill_invoicing_entity'),
    InvoiceId: cell('bill_invoice_id'),
    BillingAccountId: cell('bill_payer_account_id'),
    BillingAccountName: cell('bill_payer_account_name'),
    SubAccountId: cell('line_item_usage_account_id'),
    SubAccountName: cell('line_item_usage_account_name'),
    BillingPeriodStart: cell('bill_billing_period_start_date'),
    BillingPeriodEnd: cell('bill_billing_period_end_date'),
    ChargePeriodStart: cell('line_item_usage_start_date'),
    ChargePeriodEnd: cell('line_item_usage_end_date'),
    ChargeCategory: category,
    ChargeDescription: cell('line_item_line_item_description'),
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cell('pricing_public_on_demand_cost'),
    ListUnitPrice: cell('pricing_public_on_demand_rate'),
    BillingCurrency: cell('line_item_currency_code'),
    PricingCategory: category === 'Usage' ? (spot ? 'Dynamic' : 'Standard') : '',
    PricingUnit: cell('pricing_unit'),
    ConsumedQuantity: cell('line_item_usage_amount'),
    ConsumedUnit: cell('pricing_unit'),
    ServiceName: cell('line_item_product_code'),
    SkuId: cell('product_sku'),
    SkuMeter: cell('line_item_usage_type'),
    SkuPriceId: cell('pricing_rate_code'),
    ResourceId: cell('line_item_resource_id'),
    RegionId: cell('product_region_code'),
    AvailabilityZone: cell('line_item_availability_zone'),
    Tags: cell('resource_tags'),
  };
}

/** Covered usage was paid by its purchase; what it costs is its share of that. */
const committed = (base: FocusCells, id: string, effective: string): FocusCells => ({
  ...base,
  BilledCost: '0',
  EffectiveCost: effective,
  PricingCategory: 'Committed',
  CommitmentDiscountId: id,
  CommitmentDiscountStatus: 'Used',
});

/** The fee is billed and amortised elsewhere; what nobody used of it is a charge of its own, as FOCUS has it. */
function purchase(base: FocusCells, id: string, unused: string | null): FocusCells[] {
  const fee = { ...base, EffectiveCost: '0', CommitmentDiscountId: id };
  if (unused === null || !exact(unused).gt(0)) return [fee];
  const rest = { ...base, ChargeCategory: 'Usage', PricingCategory: 'Committed', CommitmentDiscountId: id, CommitmentDiscountStatus: 'Unused' };
  return [fee, { ...rest, BilledCost: '0', EffectiveCost: unused, ListCost: '', ListUnitPrice: '', ConsumedQuantity: '', ResourceId: id }];
}

const amount = /^-?\d{1,20}(\.\d+)?(?:[eE][+-]?\d{1,3})?$/;
const negated = (text: string): string => (amount.test(text) ? decimalText(exact(text).negated()) : text);

/** null where a part is no number: the unused part is then unknown. */
function sum(first: string, second: string): string | null {
  if (!amount.test(first) || !amount.test(second)) return null;
  return decimalText(exact(first).plus(exact(second)));
}

import { addressIdleBillRule } from './address-idle.bill-rule.js';
import type { BillRule } from './bill-rule.js';
import { commitmentUnusedBillRule } from './commitment-unused.bill-rule.js';
import { extendedSupportBillRule } from './extended-support.bill-rule.js';
import { gatewayWithoutBytesBillRule } from './gateway-without-bytes.bill-rule.js';
import { generationSupersededBillRule } from './generation-superseded.bill-rule.js';

/** What a bill alone is judged by. */
export const billRules: readonly BillRule[] = [
  commitmentUnusedBillRule,
  extendedSupportBillRule,
  gatewayWithoutBytesBillRule,
  generationSupersededBillRule,
  addressIdleBillRule,
];

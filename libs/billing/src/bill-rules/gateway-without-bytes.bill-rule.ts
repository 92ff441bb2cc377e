import { stillBilled, type BillRule } from './bill-rule.js';

/** Hours are billed because it exists, bytes because it is used. Names of SkuMeter (AWS usage types, Azure meters, GCP SKUs) and of AWS descriptions. */
const gateways: readonly { readonly hours: RegExp; readonly bytes: RegExp }[] = [
  {
    hours: /natgateway-hours|nat gateway hour|nat gateway uptime|(?:^|\/ )standard gateway$/i,
    bytes: /natgateway-(?:prvd-)?bytes|processed by nat gateways?|nat data processing|standard data processed/i,
  },
  {
    hours: /vpcendpoint-(?:gwlbe-)?hours|vpc endpoint hour|standard private endpoint/i,
    bytes: /vpcendpoint-(?:gwlbe-)?bytes|processed by vpc endpoints?|standard data processed/i,
  },
  { hours: /transitgateway-hours|transit gateway (?:attachment )?hour/i, bytes: /transitgateway-bytes|processed by transit gateway/i },
  { hours: /loadbalancerusage|application loadbalancer-hour|network loadbalancer-hour/i, bytes: /lcuusage|load balancer capacity unit/i },
];

const WINDOW_DAYS = 90;
const QUIET_DAYS = 85;

/** An endpoint, gateway or balancer that was there on ≥ 85 of 90 days and carried nothing on them. */
export const gatewayWithoutBytesBillRule: BillRule = {
  id: 'bill.gateway-without-bytes',
  title: 'Gateway or endpoint hours without bytes',
  actionGroup: 'terminate',
  effort: 'Low',
  looksAt: (name) => gateways.some(({ hours, bytes }) => hours.test(name) || bytes.test(name)),
  judge(thing, window) {
    const gateway = gateways.find(({ hours }) => thing.meters.some(({ name }) => hours.test(name)));
    if (gateway === undefined) return { verdict: 'pass' };
    const hours = thing.meters.filter(({ name }) => gateway.hours.test(name));
    if (!stillBilled(hours, window)) return { verdict: 'pass' };
    const used = new Set(thing.meters.filter(({ name }) => gateway.bytes.test(name)).flatMap(({ days }) => days));
    const there = new Set(hours.flatMap(({ days }) => days));
    const quiet = [...there].filter((day) => !used.has(day)).length;
    // Days that the ledger does not cover may have been quiet as well: only what could still reach 85 is left open.
    const unseen = WINDOW_DAYS - (window.end - window.start);
    if (quiet < QUIET_DAYS) return quiet + unseen < QUIET_DAYS ? { verdict: 'pass' } : { verdict: 'undetermined', reason: 'window-too-short' };
    // Never calling the unseen idle: bytes that the bill gives to no resource may be this one's.
    if (window.bytesUnattributed.has(`${thing.accountId ?? ''} ${thing.serviceName ?? ''}`))
      return { verdict: 'undetermined', reason: 'bytes-not-per-resource' };
    return {
      verdict: 'fail',
      meters: hours,
      share: '1',
      realisable: 'not-committed',
      bound: 'exact',
      formula: `hours on ${String(there.size)} of the last ${String(WINDOW_DAYS)} days, of which ${String(quiet)} without a billed byte (≥ ${String(QUIET_DAYS)})`,
      assumptions: [
        'No billed byte is taken for no use. Traffic that the provider does not bill, and standby for a disaster, are not seen in a bill: ask the owner.',
      ],
    };
  },
};

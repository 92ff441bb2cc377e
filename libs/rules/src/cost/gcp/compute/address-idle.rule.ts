import { type GcpComputeAddress, gcpComputeAddressesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { addressPriceKeys } from '../price-keys.js';

export const gcpComputeAddressIdleRule = defineRule<GcpComputeAddress>({
  id: 'gcp.compute.address-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Static external address that nothing uses',
  why: 'Google bills a reserved external address that is in use by nothing at a higher rate than one in use.',
  verify: 'gcloud compute addresses describe {resourceId} --format "yaml(status,users,creationTimestamp,purpose)"',
  remedy: {
    steps: ['Check that no DNS record and no partner’s allow-list names the address.', 'Release the address.'],
    rollback: 'None for the same address: a new one is another number.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: gcpComputeAddressesReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 15 },
  evaluate({ item, identity, at, settings }) {
    if (item.addressType === 'INTERNAL') return { verdict: 'not_applicable', because: 'internal address: not billed' };
    if (item.purpose !== null && item.purpose !== 'GCE_ENDPOINT') return { verdict: 'not_applicable', because: `kept for ${item.purpose}` };
    if (item.status !== 'RESERVED' || item.users.length > 0) return { verdict: 'pass' };
    const ageDays = daysSince(item.creationTimestamp, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTimestamp: item.creationTimestamp } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        address: item.address,
        status: item.status,
        users: 0,
        networkTier: item.networkTier,
        creationTimestamp: item.creationTimestamp,
        ageDays,
        graceDays,
      },
      window: windowSince(item.creationTimestamp, at),
      formula: formula(`status = RESERVED, users = none, age ≥ ${String(graceDays)} days`),
      assumptions: [
        'Google does not say when an address was last used: its age since reservation stands for it.',
        'Addresses of the customer’s own range (BYOIP) cannot be told from others here; their bill shows no charge.',
      ],
      cost: { kind: 'whole', list: addressPriceKeys(identity.region ?? 'global') },
    };
  },
});

import { wholeBetween } from '../../estate/machine-load.js';
import type { JsonObject } from '../../http/json-answer.js';
import { gcpFaults } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, COMPUTE, gcpResource, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpSkus } from '../gcp-skus.js';

type Address = GcpGroupOf<'address'>;

const YOUNG_DAYS = 3;

/** Expands a group of regional static addresses. */
export function expandAddresses(expansion: GcpExpansion<Address>): GcpResource[] {
  const { group, seed, project } = expansion;
  const ageDays = group.condition === 'idle-young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const internal = group.condition === 'internal';
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    const last = String(wholeBetween(1, 254, seed, 'address', project.projectId, name));
    return gcpResource(expansion, {
      collection: 'addresses',
      name,
      ordinal,
      ageDays,
      scope: `regions/${regionOf(group.zone)}`,
      status: group.condition === 'in-use' || group.condition === 'nat-auto' ? 'IN_USE' : 'RESERVED',
      body: {
        address: internal ? `10.132.0.${last}` : `198.51.100.${last}`,
        addressType: internal ? 'INTERNAL' : 'EXTERNAL',
        networkTier: 'PREMIUM',
        ...holderOf(expansion, name),
      },
      bill: internal ? null : billOf(group.dailyCost, group.billedDays, ageDays, gcpSkus.address),
      fault: group.condition === 'idle' ? gcpFaults.address.idle : null,
    });
  });
}

function holderOf({ group, project }: GcpExpansion<Address>, name: string): JsonObject {
  const inProject = `${COMPUTE}/projects/${project.projectId}`;
  switch (group.condition) {
    case 'in-use':
      return { users: [`${inProject}/zones/${group.zone}/instances/${name}-host`] };
    case 'internal':
      return { purpose: 'GCE_ENDPOINT', subnetwork: `${inProject}/regions/${regionOf(group.zone)}/subnetworks/default` };
    case 'nat-auto':
      return { purpose: 'NAT_AUTO', users: [`${inProject}/regions/${regionOf(group.zone)}/routers/egress`] };
    case 'idle':
    case 'idle-young':
      return {};
    default:
      return group.condition satisfies never;
  }
}

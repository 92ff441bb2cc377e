import { describe, expect, it } from '@jest/globals';
import { expandAzure } from '../azure/azure-expansion.js';
import { parseEstate } from '../estate/estate.js';
import { label } from '../estate/label.js';
import { expandGcp } from '../gcp/gcp-expansion.js';
import { demoAzureEstate } from './demo-azure.estate.js';
import { demoGcpEstate } from './demo-gcp.estate.js';

const estate = parseEstate({ seed: 7, azure: demoAzureEstate(), gcp: demoGcpEstate() });
const counted = (cloud: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const entry of label(estate)) if (entry.cloud === cloud) counts[entry.fault] = (counts[entry.fault] ?? 0) + 1;
  return counts;
};

describe('the Azure and Google Cloud parts of the demo estate', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  const azure = estate.azure === undefined ? [] : expandAzure(estate.azure, estate.seed, now);
  const gcp = estate.gcp === undefined ? [] : expandGcp(estate.gcp, estate.seed, now);

  it('have the size that the demo promises, and no id twice', () => {
    expect(azure.length).toBeGreaterThan(210);
    expect(azure.length).toBeLessThan(260);
    expect(gcp.length).toBeGreaterThan(100);
    expect(gcp.length).toBeLessThan(190);
    expect(new Set(azure.map((resource) => resource.id.toLowerCase())).size).toBe(azure.length);
    expect(new Set(gcp.map((resource) => resource.fullName)).size).toBe(gcp.length);
    expect(new Set(gcp.map((resource) => resource.numericId)).size).toBe(gcp.length);
  });

  it('hold each fault at least once', () => {
    expect(counted('azure')).toEqual({
      'azure-vm-idle': 5,
      'azure-vm-stopped-not-deallocated': 3,
      'azure-disk-unattached': 8,
      'azure-public-ip-idle': 4,
      'azure-snapshot-stale': 6,
      'azure-load-balancer-empty': 2,
      'azure-nat-gateway-orphan': 1,
      'azure-app-service-plan-empty': 2,
      'azure-app-service-plan-oversized': 2,
      'azure-vm-oversized': 3,
      'azure-vm-off-hours': 2,
      'azure-hybrid-benefit-missing': 2,
      'azure-vm-deallocated-disks': 2,
      'azure-snapshot-premium': 1,
      'azure-premium-disk-underused': 2,
      'azure-ddos-plan-unassociated': 1,
      'azure-vnet-gateway-idle': 1,
      'azure-expressroute-unprovisioned': 1,
      'azure-appgw-no-backend': 1,
      'azure-firewall-idle': 1,
      'azure-private-endpoint-disconnected': 2,
      'azure-private-dns-zone-unused': 1,
      'azure-sql-db-idle': 1,
      'azure-sql-db-underutilised': 1,
      'azure-sql-elastic-pool-empty': 1,
      'azure-sql-mi-underutilised': 1,
      'azure-postgresql-underutilised': 1,
      'azure-mysql-underutilised': 1,
      'azure-cosmos-overprovisioned': 1,
      'azure-ml-endpoint-idle': 1,
      'azure-synapse-pool-idle': 1,
      'azure-log-analytics-retention': 1,
      'azure-role-assignment-orphaned': 3,
    });
    expect(counted('gcp')).toEqual({
      'gcp-vm-idle': 6,
      'gcp-vm-stopped-resources': 3,
      'gcp-disk-unattached': 6,
      'gcp-static-ip-idle': 4,
      'gcp-snapshot-stale': 6,
      'gcp-image-idle': 3,
      'gcp-vm-oversized': 3,
      'gcp-nonprod-schedule': 2,
      'gcp-cloudsql-idle': 2,
      'gcp-cloudsql-postgres-idle': 1,
      'gcp-cloudsql-oversized': 1,
      'gcp-extended-support': 1,
      'gcp-gke-cluster-idle': 1,
      'gcp-gke-cluster-no-node': 1,
      'gcp-gke-extended-support': 1,
      'gcp-vertex-endpoint-idle': 2,
      'gcp-storage-no-lifecycle': 2,
      'gcp-log-retention-long': 1,
      'gcp-forwarding-rule-no-backend': 2,
      'gcp-vpn-gateway-no-tunnel': 1,
    });
  });

  it('label the same resources whenever and wherever they are expanded', () => {
    const again = parseEstate({ seed: 7, azure: demoAzureEstate(), gcp: demoGcpEstate() });
    expect(label(again)).toEqual(label(estate));
    const labelled = new Set(label(estate).map((entry) => entry.resourceId));
    const faulty = [
      ...azure.filter((resource) => resource.fault !== null).map((resource) => resource.id),
      ...gcp.filter((resource) => resource.fault !== null).map((resource) => resource.fullName),
    ];
    expect(faulty.every((id) => labelled.has(id))).toBe(true);
  });
});

import type { NotBuilt } from '../../engine/not-built.js';

/** What the catalogue gives for Azure and is not judged here. */
export const azureNotBuilt: readonly NotBuilt[] = [
  {
    catalogueId: 'azure-commitment-coverage-gap',
    part: 'rates of one and three years, so a saving; the provider’s own purchase advice; databases, App Service and containers',
    because:
      'What stays on demand once waste is gone, how much of a commitment it would have used and above which discount that pays is worked out from the bill (bill.azure-commitment-gap). Rates of one and three years are on no bill, and price lists are read for single findings only, so no saving is claimed. Advice to buy reservations and savings plans is given for one subscription and for all shared, both at once, and counts machines that are waste.',
  },
  {
    catalogueId: 'azure-commitment-underutilised',
    part: 'utilisation as the provider tells it',
    because:
      'Reservations and savings plans live under the tenant’s Microsoft.Capacity, which a reader of subscriptions does not see. What is unused is on the bill (UnusedReservation, UnusedSavingsPlan), where bill.commitment-unused finds it.',
  },
  {
    catalogueId: 'azure-vm-oversized',
    part: 'memory, disks and interfaces of every size (Microsoft.Compute/skus)',
    because:
      'The list of sizes is some tens of megabytes a subscription. Half sizes are known by name for the general families D, E and F, where memory and disks follow from the number of processors; others are not applicable, with that reason.',
  },
  {
    catalogueId: 'azure-vm-idle',
    part: '2 % of the network',
    because: 'Advisor’s bar needs each size’s bandwidth. 2 % of 100 Mbit/s stands for it, which spares larger sizes rather than finding them.',
  },
  {
    catalogueId: 'azure-hybrid-benefit-missing',
    part: 'SQL Server on machines, SQL databases and managed instances, RHEL and SLES',
    because:
      'Whether licences are owned is not visible, and for SQL neither which edition (Developer and Express cost nothing) nor a central assignment of licences is told with the resource; what would be saved is not on any price list under a name that is known for certain.',
  },
  {
    catalogueId: 'azure-sql-db-underutilised',
    part: 'dtu_consumption_percent; idle managed instances, PostgreSQL and MySQL servers',
    because:
      'A database sold by processor reports no DTU; processor, reads and log, of which the DTU share is the greatest, are reported by both. Servers count connections of their own agents, so that "no connection" cannot be told from use.',
  },
  {
    catalogueId: 'azure-expressroute-unprovisioned',
    part: 'for more than 30 days',
    because: 'A circuit does not say since when; severity stays at most medium until two audits 24 hours apart have seen it.',
  },
  {
    catalogueId: 'azure-firewall-idle',
    part: 'rule hits',
    because: 'A firewall through which no byte went hit no rule; one whose rules are never hit may still pass traffic.',
  },
  {
    catalogueId: 'azure-log-analytics-tier',
    part: 'commitment tiers and Basic tables',
    because:
      'How much a workspace takes in a day is told by its own Usage table only, and a query of logs is a right that must not be asked for; the bill that is read live names no meters. Retention is judged.',
  },
  {
    catalogueId: 'azure-premium-disk-underused',
    part: 'disks below 256 GiB',
    because: 'They save little each, and an estate of 100,000 of them would cost a hundred calls; they stay in the cloud.',
  },
  {
    catalogueId: 'azure-cosmos-overprovisioned',
    part: 'TotalRequests, and the break-even of autoscale',
    because:
      'TotalRequests is only counted, not summed, and no request is no datapoint; NormalizedRUConsumption says the same from the other side. Which container is on autoscale is told container by container.',
  },
  {
    catalogueId: 'azure-storage-no-lifecycle',
    part: null,
    because:
      'A lifecycle policy is read account by account, and an account without one answers "not found", the same word as for an account that is gone: what is missing could not be told from what was not read.',
  },
  {
    catalogueId: 'azure-snapshot-stale-or-premium',
    part: 'money of premium snapshots',
    because: 'Under which names the price list sells them is not known for certain, so the finding is listed without a number.',
  },
];

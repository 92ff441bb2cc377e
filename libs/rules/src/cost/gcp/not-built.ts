import type { NotBuilt } from '../../engine/not-built.js';

/** What the catalogue gives for Google Cloud and is not judged here. */
export const gcpNotBuilt: readonly NotBuilt[] = [
  {
    catalogueId: 'gcp-cud-coverage-gap',
    part: 'rates of one and three years, so a saving; Google’s own purchase advice; databases and other services',
    because:
      'What stays on demand once waste is gone, how much of a commitment it would have used and above which discount that pays is worked out from the bill (bill.gcp-commitment-gap). Rates of one and three years are on no bill, and price lists are read for single findings only, so no saving is claimed. Google’s advice to buy is given by two algorithms at once, per billing account or region, counts machines that are waste, and asks more of the small quota that its advice on waste needs.',
  },
  {
    catalogueId: 'gcp-cud-underutilised',
    part: null,
    because:
      'The list of commitments says nothing of their use. What is unused is on the bill, where bill.commitment-unused finds it; an end that comes near is a date, not a fault.',
  },
  {
    catalogueId: 'gcp-vm-oversized',
    part: 'memory',
    because:
      'Only machines with the Ops Agent report it, and a metric that a rule needs and that is absent makes its verdict undetermined: so memory is called unknown and one size down is all that is advised.',
  },
  {
    catalogueId: 'gcp-gke-cluster-idle',
    part: 'money of the nodes',
    because:
      'The list of clusters does not name its nodes, so the claim is the cluster’s own line; the nodes end with it and come on top. Requests of pods are not read, the use of the busiest node is.',
  },
  {
    catalogueId: 'gcp-vertex-endpoint-idle',
    part: 'request_count',
    because: 'Cloud Monitoring lists no such metric for endpoints; prediction_count is what it has.',
  },
  {
    catalogueId: 'gcp-bigquery-waste',
    part: null,
    because:
      'When a table was last read is told by INFORMATION_SCHEMA only, whose queries the customer pays for and which holds the texts of jobs; reservations are listed place by place, and which label of the slot metric names one is not documented surely enough.',
  },
  {
    catalogueId: 'gcp-project-unattended',
    part: null,
    because: 'Its money is the bill of a whole project, which holds every other finding in it; a claim that swallows others cannot be summed with them.',
  },
  {
    catalogueId: 'gcp-vm-stopped-resources',
    part: 'memory of suspended machines',
    because: 'The bill does not tell the kept memory of a suspended machine from its running time before; such a machine is not applicable, with that reason.',
  },
  {
    catalogueId: 'gcp-storage-no-lifecycle',
    part: 'the bar of 100 GB, and advice on soft deletion',
    because:
      'Of a size, more would find more waste, where the law of every metric here is that more use never does; so the bill tells a large bucket from a small one, and small ones fall below the threshold. Soft deletion is Google’s advice alone.',
  },
  {
    catalogueId: 'gcp-network-and-log-misc',
    part: 'Cloud Run, and balancers behind a proxy',
    because:
      'How a service of Cloud Run should be billed is Google’s advice alone. A proxy leads to a URL map with many services, of which some may be meant to be empty.',
  },
  {
    catalogueId: 'Google Recommender',
    part: 'Cloud SQL, GKE, BigQuery, Cloud Run, soft deletion, projects, groups of machines',
    because:
      'Machines, disks, addresses and images are read as evidence, at the places where a project holds any. An organization without paid support may ask each recommender 100 times a day; the others speak of what is judged here directly, or of whole projects and groups whose money holds other findings in it.',
  },
];

import { noGrantNeeded, type Operation } from './operation.js';

interface Read {
  readonly id: string;
  readonly permission: string;
  readonly why: string;
  readonly host: string;
  readonly path: string;
  readonly query?: readonly string[];
  readonly method?: 'GET' | 'POST';
}

function read({ id, permission, why, host, path, query = [], method = 'GET' }: Read): Operation {
  return { id, cloud: 'gcp', list: 'inventory', permission, why, wire: { protocol: 'rest', method, host, path, query } };
}

function compute(id: string, permission: string, why: string, path: string): Operation {
  return read({
    id,
    permission,
    why,
    host: 'compute.googleapis.com',
    path: `/compute/v1/projects/{project}${path}`,
    query: ['maxResults', 'pageToken', 'filter', 'fields', 'returnPartialSuccess'],
  });
}

/** One recommender each: they share a method, but each has a permission of its own. */
function recommender(id: string, permission: string, why: string): Operation {
  return read({
    id: `recommender.${id}.recommendations.list`,
    permission: `recommender.${permission}.list`,
    why,
    host: 'recommender.googleapis.com',
    path: `/v1/projects/{project}/locations/{location}/recommenders/${id}/recommendations`,
    query: ['pageSize', 'pageToken', 'filter'],
  });
}

const inventory: readonly Operation[] = [
  compute('compute.disks.aggregatedList', 'compute.disks.list', 'Persistent disks, who uses them and when they were last detached.', '/aggregated/disks'),
  compute('compute.instances.aggregatedList', 'compute.instances.list', 'Machines, their state, type, disks and labels.', '/aggregated/instances'),
  compute('compute.addresses.aggregatedList', 'compute.addresses.list', 'Static addresses, regional and global, and their purpose.', '/aggregated/addresses'),
  compute('compute.snapshots.list', 'compute.snapshots.list', 'Snapshots, their age, stored bytes and source disk.', '/global/snapshots'),
  compute('compute.images.list', 'compute.images.list', "The project's own images.", '/global/images'),
  compute(
    'compute.instanceTemplates.aggregatedList',
    'compute.instanceTemplates.list',
    'Instance templates, because an image that one names is in use.',
    '/aggregated/instanceTemplates',
  ),
  compute('compute.forwardingRules.aggregatedList', 'compute.forwardingRules.list', 'Load balancers by their forwarding rules.', '/aggregated/forwardingRules'),
  compute(
    'compute.backendServices.aggregatedList',
    'compute.backendServices.list',
    'Backend services, because a forwarding rule to an empty one serves nobody.',
    '/aggregated/backendServices',
  ),
  compute('compute.targetPools.aggregatedList', 'compute.targetPools.list', 'Target pools and how many machines they hold.', '/aggregated/targetPools'),
  compute(
    'compute.targetVpnGateways.aggregatedList',
    'compute.targetVpnGateways.list',
    'Classic VPN gateways and their tunnels.',
    '/aggregated/targetVpnGateways',
  ),
  compute('compute.regions.list', 'compute.regions.list', 'In which regions anything is used, so that Google is asked for advice nowhere else.', '/regions'),
  recommender(
    'google.compute.instance.IdleResourceRecommender',
    'computeInstanceIdleResourceRecommendations',
    'Machines that Google itself calls idle, kept as evidence and never added on top.',
  ),
  recommender(
    'google.compute.instance.MachineTypeRecommender',
    'computeInstanceMachineTypeRecommendations',
    'Machines that Google itself calls too large, kept as evidence and never added on top.',
  ),
  recommender(
    'google.compute.disk.IdleResourceRecommender',
    'computeDiskIdleResourceRecommendations',
    'Disks that Google itself calls idle, kept as evidence and never added on top.',
  ),
  recommender(
    'google.compute.address.IdleResourceRecommender',
    'computeAddressIdleResourceRecommendations',
    'Addresses that Google itself calls idle, kept as evidence and never added on top.',
  ),
  recommender(
    'google.compute.image.IdleResourceRecommender',
    'computeImageIdleResourceRecommendations',
    'Images that Google itself calls idle, kept as evidence and never added on top.',
  ),
  read({
    id: 'sql.instances.list',
    permission: 'cloudsql.instances.list',
    why: 'Cloud SQL instances, their tier, version and state; never their data.',
    host: 'sqladmin.googleapis.com',
    path: '/v1/projects/{project}/instances',
    query: ['maxResults', 'pageToken', 'filter'],
  }),
  read({
    id: 'container.projects.locations.clusters.list',
    permission: 'container.clusters.list',
    why: 'GKE clusters, their nodes and their mode.',
    host: 'container.googleapis.com',
    path: '/v1/projects/{project}/locations/-/clusters',
  }),
  read({
    id: 'container.projects.locations.getServerConfig',
    permission: 'container.clusters.list',
    why: 'Which versions of GKE a place still keeps in standard support.',
    host: 'container.googleapis.com',
    path: '/v1/projects/{project}/locations/{location}/serverConfig',
  }),
  read({
    id: 'storage.buckets.list',
    permission: 'storage.buckets.list',
    why: 'Buckets, their class and lifecycle; never an object in them.',
    host: 'storage.googleapis.com',
    path: '/storage/v1/b',
    query: ['project', 'maxResults', 'pageToken', 'projection', 'fields'],
  }),
  read({
    id: 'logging.projects.locations.buckets.list',
    permission: 'logging.buckets.list',
    why: 'Log buckets and how long they keep; never an entry in them.',
    host: 'logging.googleapis.com',
    path: '/v2/projects/{project}/locations/-/buckets',
    query: ['pageSize', 'pageToken'],
  }),
  read({
    id: 'cloudasset.searchAllResources',
    permission: 'cloudasset.assets.searchAllResources',
    why: 'Which kinds of resources a project holds, and what Cloud Asset knows of the kinds that have no list over all regions.',
    host: 'cloudasset.googleapis.com',
    path: '/v1/projects/{project}:searchAllResources',
    query: ['assetTypes', 'query', 'readMask', 'pageSize', 'pageToken', 'orderBy'],
  }),
  read({
    id: 'monitoring.projects.timeSeries.list',
    permission: 'monitoring.timeSeries.list',
    why: 'Metric statistics of candidates.',
    host: 'monitoring.googleapis.com',
    path: '/v3/projects/{project}/timeSeries',
    query: ['filter', 'interval.startTime', 'interval.endTime', 'aggregation.alignmentPeriod', 'aggregation.perSeriesAligner', 'view', 'pageSize', 'pageToken'],
  }),
  read({
    id: 'cloudresourcemanager.projects.search',
    permission: 'resourcemanager.projects.get',
    why: 'Which projects the principal can see.',
    host: 'cloudresourcemanager.googleapis.com',
    path: '/v3/projects:search',
    query: ['query', 'pageSize', 'pageToken'],
  }),
  read({
    id: 'cloudresourcemanager.projects.testIamPermissions',
    permission: noGrantNeeded,
    why: 'Asks Google which of the listed permissions the principal holds, to name missing ones and refuse write rights.',
    host: 'cloudresourcemanager.googleapis.com',
    path: '/v3/projects/{project}:testIamPermissions',
    method: 'POST',
  }),
  read({
    id: 'cloudbilling.services.skus.list',
    permission: noGrantNeeded,
    why: 'List prices, used only where the bill has no row for a resource. Public.',
    host: 'cloudbilling.googleapis.com',
    path: '/v1/services/{service}/skus',
    query: ['pageSize', 'pageToken', 'currencyCode', 'startTime', 'endTime', '$alt'],
  }),
];

const billing: readonly Operation[] = [
  {
    id: 'bigquery.jobs.query',
    cloud: 'gcp',
    list: 'billing',
    permission: 'bigquery.jobs.create',
    why: 'Reads the billing export table of the connection, after a dry run, with a limit on the bytes billed.',
    wire: { protocol: 'rest', method: 'POST', host: 'bigquery.googleapis.com', path: '/bigquery/v2/projects/{project}/queries', query: [] },
    pinnedTo: 'dataset',
  },
  {
    id: 'bigquery.jobs.getQueryResults',
    cloud: 'gcp',
    list: 'billing',
    permission: 'bigquery.tables.getData',
    why: 'Further pages of that query. Granted on the export dataset only.',
    wire: {
      protocol: 'rest',
      method: 'GET',
      host: 'bigquery.googleapis.com',
      path: '/bigquery/v2/projects/{project}/queries/{jobId}',
      query: ['pageToken', 'maxResults', 'location', 'timeoutMs'],
    },
    pinnedTo: 'dataset',
  },
];

const signIn: readonly Operation[] = [
  {
    id: 'sts.googleapis.com/token',
    cloud: 'gcp',
    list: 'sign-in',
    permission: noGrantNeeded,
    why: 'Trades a federated assertion for a Google token.',
    wire: { protocol: 'rest', method: 'POST', host: 'sts.googleapis.com', path: '/v1/token' },
  },
  {
    id: 'iamcredentials.serviceAccounts.generateAccessToken',
    cloud: 'gcp',
    list: 'sign-in',
    permission: 'iam.serviceAccounts.getAccessToken',
    why: "Trades that token for one of the customer's own read-only service account.",
    wire: { protocol: 'rest', method: 'POST', host: 'iamcredentials.googleapis.com', path: '/v1/projects/-/serviceAccounts/{email}:generateAccessToken' },
  },
  {
    id: 'oauth2.googleapis.com/token',
    cloud: 'gcp',
    list: 'sign-in',
    permission: noGrantNeeded,
    why: 'Trades a signed assertion of a service-account key for a token.',
    wire: { protocol: 'rest', method: 'POST', host: 'oauth2.googleapis.com', path: '/token' },
  },
];

/** Everything that Vitrine may call at Google Cloud. */
export const gcpOperations: readonly Operation[] = [...inventory, ...billing, ...signIn];

import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpSqladminInstancesReader } from './instances.reader.js';

const project = fixtureScopes.project.accountId;

export const fixture = readerFixture({
  reader: gcpSqladminInstancesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      kind: 'sql#instancesList',
      items: [
        {
          kind: 'sql#instance',
          name: 'Orders',
          project,
          region: 'europe-west1',
          databaseVersion: 'POSTGRES_16',
          state: 'RUNNABLE',
          instanceType: 'CLOUD_SQL_INSTANCE',
          createTime: '2025-01-02T03:04:05.678Z',
          backendType: 'SECOND_GEN',
          serverCaCert: { cert: 'not kept' },
          ipAddresses: [{ type: 'PRIMARY', ipAddress: '192.0.2.7' }],
          settings: {
            tier: 'db-custom-4-16384',
            activationPolicy: 'ALWAYS',
            availabilityType: 'REGIONAL',
            userLabels: { team: 'shop' },
            databaseFlags: [{ name: 'x', value: 'not kept' }],
          },
        },
      ],
      nextPageToken: 'page-two',
    },
    {
      kind: 'sql#instancesList',
      items: [
        {
          name: 'copy',
          project,
          region: 'europe-west1',
          databaseVersion: 'MYSQL_8_0',
          state: 'RUNNABLE',
          instanceType: 'READ_REPLICA_INSTANCE',
          masterInstanceName: `${project}:orders`,
          settings: { tier: 'db-g1-small' },
        },
      ],
    },
  ],
  items: [
    {
      name: 'Orders',
      project,
      region: 'europe-west1',
      databaseVersion: 'POSTGRES_16',
      state: 'RUNNABLE',
      instanceType: 'CLOUD_SQL_INSTANCE',
      createTime: '2025-01-02T03:04:05.678Z',
      masterInstanceName: null,
      tier: 'db-custom-4-16384',
      activationPolicy: 'ALWAYS',
      availabilityType: 'REGIONAL',
      labels: { team: 'shop' },
    },
    {
      name: 'copy',
      project,
      region: 'europe-west1',
      databaseVersion: 'MYSQL_8_0',
      state: 'RUNNABLE',
      instanceType: 'READ_REPLICA_INSTANCE',
      createTime: null,
      masterInstanceName: `${project}:orders`,
      tier: 'db-g1-small',
      activationPolicy: null,
      availabilityType: null,
      labels: {},
    },
  ],
  identity: {
    canonicalId: `//cloudsql.googleapis.com/projects/${project}/instances/orders`,
    resourceId: `${project}:europe-west1:Orders`,
    name: 'Orders',
    accountId: project,
    region: 'europe-west1',
    tags: { team: 'shop' },
  },
});

import {
  addressConditions,
  bucketConditions,
  clusterConditions,
  diskConditions,
  endpointConditions,
  forwardingRuleConditions,
  imageConditions,
  instanceConditions,
  logBucketConditions,
  snapshotConditions,
  sqlConditions,
  vpnGatewayConditions,
} from '../gcp/gcp-conditions.js';
import type { GcpEstateDeclaration, GcpProjectDeclaration } from '../gcp/gcp-estate.js';

type Group = NonNullable<GcpProjectDeclaration['resources']>[number];
type SqlCondition = (typeof sqlConditions)[number];

export const labelledGcpProjectIds = ['labelled-main', 'labelled-side'] as const;
export const labelledGcpAuditorEmail = 'auditor@labelled-main.iam.gserviceaccount.com';

/** Amounts that differ from group to group, so that a mix-up shows in a sum. */
const amount = (seed: number, base = 1): string => `${String(base + (seed % 7))}.${String(1000 + ((seed * 37) % 9000)).padStart(4, '0')}`;
const versions: Partial<Record<SqlCondition, readonly [mysql: string, postgres: string]>> = {
  'extended-support': ['MYSQL_5_7', 'POSTGRES_11'],
  'end-unknown': ['MYSQL_8_0', 'POSTGRES_13'],
};

/**
 * A Google Cloud organization in which every situation that the simulator knows occurs four times: every fault, and every trap
 * that looks like one. `labelGcpVerdicts` says what an audit must make of each.
 */
export function labelledGcpEstate(
  options: { readonly currency?: string; readonly publicKeyPem?: string; readonly more?: readonly Group[]; readonly rowsPerPage?: number } = {},
): GcpEstateDeclaration {
  const [main, side] = labelledGcpProjectIds;
  return {
    currency: options.currency ?? 'EUR',
    serviceAccounts: [{ email: labelledGcpAuditorEmail, ...(options.publicKeyPem === undefined ? {} : { publicKeyPem: options.publicKeyPem }) }],
    billingExport: { projectId: main, rowsPerPage: options.rowsPerPage ?? 10_000 },
    projects: [
      { projectId: main, projectNumber: '700000000001', resources: [...machineGroups(), ...serviceGroups(), ...(options.more ?? [])] },
      {
        projectId: side,
        projectNumber: '700000000002',
        resources: [
          { kind: 'disk', name: 'side-forgotten', count: 4, condition: 'unattached', dailyCost: '0.7321', billedDays: 17 },
          { kind: 'disk', name: 'side-unbilled', count: 2, condition: 'unattached' },
          { kind: 'sql-instance', name: 'side-support-unbilled', count: 2, condition: 'extended-support', databaseVersion: 'MYSQL_5_6', dailyCost: '2.0100' },
          { kind: 'instance', name: 'side-idle', count: 2, condition: 'idle', machineType: 'e2-standard-8', dailyCost: '1.2345', billedDays: 9 },
          ...advisedGroups(),
        ],
      },
    ],
  };
}

/** What Google's recommenders speak of: what we find too, what we do not, and what looks like waste and is none. */
function advisedGroups(): Group[] {
  const two = { count: 2, dailyCost: '2.0070' };
  const stop = { subtype: 'STOP_VM', thirtyDays: '55.25' } as const;
  const resize = { subtype: 'CHANGE_MACHINE_TYPE', thirtyDays: '21.123456789' } as const;
  const disk = { subtype: 'SNAPSHOT_AND_DELETE_DISK', thirtyDays: '0.75' } as const;
  const machine = { machineType: 'e2-standard-8' };
  return [
    { ...two, kind: 'instance', name: 'told-idle', condition: 'idle', ...machine, advised: stop },
    { ...two, kind: 'instance', name: 'told-unknown', condition: 'no-metrics', ...machine, zone: 'us-central1-f', advised: stop },
    { ...two, kind: 'instance', name: 'told-large', condition: 'oversized', ...machine, advised: resize },
    { ...two, kind: 'instance', name: 'told-slow', condition: 'busy', ...machine, advised: { subtype: 'CHANGE_MACHINE_TYPE', thirtyDays: null } },
    { ...two, kind: 'instance', name: 'told-same', condition: 'busy', ...machine, advised: { subtype: 'CHANGE_MACHINE_TYPE', thirtyDays: '0' } },
    { ...two, kind: 'disk', name: 'told-free', condition: 'unattached', advised: disk },
    { ...two, kind: 'disk', name: 'a1b2c3d4-told', condition: 'pvc-name', advised: disk },
    { ...two, kind: 'address', name: 'told-ip', condition: 'idle', advised: { subtype: 'DELETE_ADDRESS', thirtyDays: '7.2' } },
    { ...two, kind: 'image', name: 'told-image', condition: 'idle', advised: { subtype: 'DELETE_IMAGE', thirtyDays: '0.5' } },
  ];
}

function machineGroups(): Group[] {
  const four = { count: 4 };
  return [
    ...instanceConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'instance',
      name: `vm-${condition}`,
      condition,
      machineType: 'e2-standard-8',
      dailyCost: amount(seed, 2),
      diskDailyCost: `0.${String(1100 + seed)}`,
    })),
    ...diskConditions.map((condition, seed): Group => ({ ...four, kind: 'disk', name: `disk-${condition}`, condition, dailyCost: amount(seed) })),
    ...addressConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'address',
      name: `ip-${condition}`,
      condition,
      dailyCost: `0.${String(2300 + seed)}`,
    })),
    ...snapshotConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'snapshot',
      name: `snap-${condition}`,
      condition,
      dailyCost: `0.${String(3100 + seed)}`,
    })),
    ...imageConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'image',
      name: `image-${condition}`,
      condition,
      dailyCost: `0.${String(4100 + seed)}`,
    })),
    ...forwardingRuleConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'forwarding-rule',
      name: `fr-${condition}`,
      condition,
      dailyCost: `0.${String(5100 + seed)}`,
    })),
    ...vpnGatewayConditions.map((condition, seed): Group => ({ ...four, kind: 'vpn-gateway', name: `vpn-${condition}`, condition, dailyCost: amount(seed) })),
  ];
}

function serviceGroups(): Group[] {
  const four = { count: 4 };
  return [
    ...sqlConditions.flatMap((condition, seed): Group[] =>
      (['mysql', 'postgres'] as const).map((engine, which): Group => ({
        ...four,
        kind: 'sql-instance',
        name: `${engine}-${condition}`,
        condition,
        databaseVersion: versions[condition]?.[which] ?? ['MYSQL_8_4', 'POSTGRES_16'][which] ?? '',
        dailyCost: amount(seed + which, 4),
        storageDailyCost: `0.${String(6100 + seed)}`,
        ...(condition === 'extended-support' ? { supportDailyCost: amount(seed + which, 3) } : {}),
      })),
    ),
    ...clusterConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'cluster',
      name: `gke-${condition}`,
      condition,
      dailyCost: amount(seed, 2),
      ...(condition === 'extended' ? { supportDailyCost: amount(seed, 9) } : {}),
    })),
    ...endpointConditions.map((condition, seed): Group => ({ ...four, kind: 'endpoint', name: `model-${condition}`, condition, dailyCost: amount(seed, 5) })),
    ...bucketConditions.map((condition, seed): Group => ({
      ...four,
      kind: 'bucket',
      name: `store-${condition}`,
      condition,
      dailyCost: amount(seed),
      requestDailyCost: `0.${String(7100 + seed)}`,
    })),
    ...logBucketConditions.map((condition, seed): Group => ({
      kind: 'log-bucket',
      name: `log-${condition}`,
      count: condition === 'required' ? 1 : 4,
      condition,
      dailyCost: amount(seed),
    })),
  ];
}

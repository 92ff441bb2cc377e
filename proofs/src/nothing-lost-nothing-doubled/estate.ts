import { DEMO_AWS_READ_POLICY, type EstateDeclaration } from '@vitrine/cloud-sim';

/** The customers' keys that audit. The simulator checks no secret. */
export const auditor = (number: number) =>
  ({ accessKeyId: `AKIAVITRINE${String(number).padStart(9, '0')}`, secretAccessKey: 'proofs/need/no/secret/'.padEnd(40, '0') }) as const;

/** The user that the simulator's log names for that key. */
export const auditorName = (number: number): string => `auditor-${String(number)}`;

/** Our own identity, and the role of the customer's that trusts it. */
export const BASE = { accessKeyId: 'AKIAVITRINEOPERATOR1', secretAccessKey: 'proofs/need/no/secret/'.padEnd(40, '0') } as const;
const ROLE_NAME = 'VitrineAudit';
export const ROLE = { arn: `arn:aws:iam::111122223333:role/${ROLE_NAME}`, externalId: 'external-id-of-the-whole-fault-matrix' } as const;

/** They need five readers, each a cursor per region: volumes, addresses, instances, snapshots, images. */
export const RULES = ['aws.ec2.volume-unattached', 'aws.ec2.address-idle', 'aws.ec2.snapshot-stale'] as const;
export interface EstateOptions {
  readonly regions?: number;
  /** Keys that may audit, each a principal of its own. */
  readonly auditors?: number;
  /** Volumes in the first region beside the others: a thousand make a page. */
  readonly crowd?: number;
}

/** 32 names of the form that regions have. */
const REGIONS = ['eu', 'us', 'ap', 'sa'].flatMap((continent) =>
  ['west', 'east', 'north', 'south'].flatMap((part) => [1, 2].map((number) => `${continent}-${part}-${String(number)}`)),
);

/** Many scopes and few resources, so that there are many jobs and each is short. */
export function manyScopes({ regions = 16, auditors = 1, crowd = 0 }: EstateOptions = {}): EstateDeclaration {
  const chosen = REGIONS.slice(0, regions);
  const policies = [{ name: 'read', document: DEMO_AWS_READ_POLICY }];
  return {
    seed: 11,
    aws: {
      accountId: '111122223333',
      regions: chosen,
      accessKeys: [
        { accessKeyId: BASE.accessKeyId, userName: 'vitrine-worker', accountId: '999988887777' },
        ...Array.from({ length: auditors }, (_, number) => ({ accessKeyId: auditor(number).accessKeyId, userName: auditorName(number), policies })),
      ],
      roles: [{ name: ROLE_NAME, trustedAccessKeyIds: [BASE.accessKeyId], externalId: ROLE.externalId, policies }],
      volumes: [
        { situation: 'unattached', count: regions * 2 },
        { situation: 'in-use', count: regions * 3 },
        ...(crowd === 0 ? [] : [{ situation: 'in-use' as const, count: crowd, region: chosen[0] ?? 'eu-west-1' }]),
      ],
      addresses: [
        { situation: 'idle', count: regions },
        { situation: 'associated', count: regions },
      ],
      snapshots: [{ situation: 'stale', count: regions }],
      instances: [{ situation: 'busy', count: regions }],
    },
  };
}

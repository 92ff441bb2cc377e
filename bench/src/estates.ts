import { DEMO_AWS_READ_POLICY, type EstateDeclaration } from '@vitrine/cloud-sim';

/** The customer's key that audits. No service knows it, and the simulator checks no secret. */
export const AUDITOR = { accessKeyId: 'AKIAVITRINEBENCH0001', secretAccessKey: 'bench-needs-no-secret-000000000000000000'.replaceAll('-', '/') } as const;
export const REGION = 'eu-west-1';

type AwsDeclaration = NonNullable<EstateDeclaration['aws']>;

function account(more: Partial<AwsDeclaration>): EstateDeclaration {
  return {
    seed: 7,
    aws: {
      accountId: '111122223333',
      regions: [REGION],
      accessKeys: [{ accessKeyId: AUDITOR.accessKeyId, userName: 'auditor', policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] }],
      ...more,
    },
  };
}

const BLOCK = 1_000;

/**
 * One region, since the official paginator reads one page after the other as well. 2 % are attached to nothing, the same number on every
 * page, so that no page is cheaper than another.
 */
export const volumesEstate = (count: number): EstateDeclaration =>
  account({
    volumes: Array.from({ length: Math.ceil(count / BLOCK) }, () => [
      { situation: 'in-use' as const, count: BLOCK * 0.98, sizeGiB: 100, type: 'gp3' as const },
      { situation: 'unattached' as const, count: BLOCK * 0.02, sizeGiB: 100, type: 'gp3' as const },
    ]).flat(),
  });

/** Running machines, one in ten of them idle. */
export const machinesEstate = (count: number): EstateDeclaration =>
  account({
    instances: [
      { situation: 'busy', count: Math.round(count * 0.9), instanceType: 'm5.large' },
      { situation: 'idle', count: count - Math.round(count * 0.9), instanceType: 'm5.large' },
    ],
  });

const FLEET_REGIONS = [
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'eu-central-1',
  'eu-south-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
] as const;

/** Many cursors of many cheap pages (50 log groups each): what takes its time is the way to the cloud and back. */
export const logGroupsEstate = (perRegion: number): EstateDeclaration =>
  account({ regions: [...FLEET_REGIONS], logGroups: [{ situation: 'with-retention', count: perRegion * FLEET_REGIONS.length }] });
export const FLEET_CURSORS = FLEET_REGIONS.length;

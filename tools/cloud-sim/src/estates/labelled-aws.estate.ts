import { AwsInventory } from '../aws/inventory/aws-inventory.js';
import { volumesOfGroup } from '../aws/inventory/volume-inventory.js';
import { parseEstate, type EstateDeclaration } from '../estate/estate.js';
import { attachedVolume, instanceGroups, volumeGroups } from './labelled-aws/compute.groups.js';
import { databaseGroups } from './labelled-aws/database.groups.js';
import type { AwsDeclaration, LabelledFamily, LabelledGroup, VerdictLabels } from './labelled-aws/labelled-group.js';
import { networkGroups } from './labelled-aws/network.groups.js';
import { serviceGroups } from './labelled-aws/service.groups.js';
import { storageGroups } from './labelled-aws/storage.groups.js';

export type { VerdictLabel, VerdictLabels } from './labelled-aws/labelled-group.js';

const groups: readonly LabelledGroup[] = [...volumeGroups, ...instanceGroups, ...networkGroups, ...storageGroups, ...databaseGroups, ...serviceGroups];
const seed = 11;
/** Who may read the labelled account. Not a secret: no service knows it. */
export const labelledAwsAccessKeyId = 'AKIALABELLEDAUDITOR1';
const readEverything: NonNullable<NonNullable<AwsDeclaration['accessKeys']>[number]['policies']>[number] = {
  name: 'Read',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Every resource of the labelled estate: by the name that the provider's own answers give it, what each applicable rule must say. */
export interface LabelledResource {
  readonly family: LabelledFamily;
  readonly resourceId: string;
  readonly verdicts: VerdictLabels;
}

export interface LabelledEstate {
  readonly declaration: EstateDeclaration & { readonly aws: AwsDeclaration };
  readonly resources: readonly LabelledResource[];
}

/** One account in two regions in which every situation of the catalogue stands beside what only looks like it. */
export function labelledAwsEstate(): LabelledEstate {
  const families = Object.fromEntries([...Map.groupBy(groups, ({ family }) => family)].map(([family, of]) => [family, of.map(({ group }) => group)]));
  const declaration = {
    seed,
    aws: {
      accountId: '111122223333',
      regions: ['eu-west-1', 'us-east-1'],
      accessKeys: [{ accessKeyId: labelledAwsAccessKeyId, userName: 'auditor', policies: [readEverything] }],
      ...families,
    },
  };
  return { declaration, resources: resourcesOf(declaration) };
}

function resourcesOf(declaration: EstateDeclaration): LabelledResource[] {
  const { aws } = parseEstate(declaration);
  if (aws === undefined) throw new Error('the labelled estate has an AWS account');
  const inventory = new AwsInventory(aws, seed);
  const labelled = (family: LabelledFamily): ((group: unknown) => LabelledGroup | undefined) => {
    const of = groups.filter((each) => each.family === family);
    // Parsing keeps the order of groups and makes new ones of them, so they are known again by their place.
    const parsed: readonly unknown[] = aws[family];
    return (group) => of[parsed.indexOf(group)];
  };
  const members = <Member extends { readonly group: unknown }>(
    family: LabelledFamily,
    all: readonly Member[],
    idOf: (member: Member) => string,
  ): LabelledResource[] =>
    all.map((member) => ({ family, resourceId: idOf(member), verdicts: labelled(family)(member.group)?.verdicts ?? unlabelled[family] ?? {} }));
  return [
    ...aws.volumes.flatMap((group) =>
      members(
        'volumes',
        [...volumesOfGroup(inventory.place, aws, group)].map((each) => ({ ...each, group })),
        (each) => each.volumeId,
      ),
    ),
    ...inventory.instances.flatMap(({ group, volumes }) =>
      volumes.map((volume): LabelledResource => ({
        family: 'volumes',
        resourceId: volume.volumeId,
        verdicts: labelled('instances')(group)?.attached ?? attachedVolume,
      })),
    ),
    ...members('instances', inventory.instances, (each) => each.instanceId),
    ...members('addresses', inventory.addresses, (each) => each.allocationId),
    ...members('natGateways', inventory.natGateways, (each) => each.natGatewayId),
    ...members('loadBalancers', inventory.loadBalancers, (each) => each.arn),
    ...members('snapshots', inventory.snapshots, (each) => each.snapshotId),
    ...members('users', inventory.users, (each) => each.userName),
    ...serviceFamilies.flatMap((family) =>
      members<{ readonly group: unknown; readonly resourceId: string }>(family, inventory[family], (each) => each.resourceId),
    ),
  ];
}

/** Resources that come with others: addresses of NAT gateways, and the user who holds the auditor's key. */
const unlabelled: Partial<Record<LabelledFamily, VerdictLabels>> = {
  addresses: { 'aws.ec2.address-idle': 'pass' },
  users: { 'aws.iam.access-key-unused': 'pass' },
};

const serviceFamilies = [
  ...(['databases', 'databaseSnapshots', 'cacheClusters', 'warehouses', 'logGroups', 'vpcEndpoints', 'tables', 'endpoints'] as const),
  ...(['fileSystems', 'workspaces', 'buckets', 'functions', 'searchDomains', 'clusters'] as const),
];

import {
  DeleteVolumeCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  TerminateInstancesCommand,
  type Volume,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '../../http/server.js';
import { awsSdkConfig } from '../aws-sdk-config.js';

const KEY = 'AKIAEC2SPECREADER001';
const DAY_MS = 86_400_000;

/** Two accounts of one seed, as two organizations would connect them. */
const declaration = (accountId: string) => ({
  seed: 7,
  aws: {
    accountId,
    accessKeys: [
      {
        accessKeyId: KEY,
        userName: 'reader',
        policies: [{ name: 'All', document: { Statement: { Effect: 'Allow' as const, Action: 'ec2:*', Resource: '*' } } }],
      },
    ],
    instances: [
      { situation: 'busy' as const, count: 12, volumes: [{ sizeGiB: 30 }] },
      { situation: 'stopped-with-volumes' as const, count: 2, volumes: [{ sizeGiB: 30 }, { sizeGiB: 200, type: 'gp2' as const }] },
      { situation: 'stopped-lately' as const, count: 2 },
      { situation: 'stopped-reason-unknown' as const, count: 2 },
      { situation: 'busy' as const, count: 1, id: 'i-0123456789abcdef0', region: 'eu-west-1', instanceType: 'm6g.large', lifecycle: 'spot' as const },
    ],
    volumes: [
      { situation: 'in-use' as const, count: 2500, region: 'us-east-1' },
      { situation: 'unattached' as const, count: 9, dailyCost: '0.5' },
      { situation: 'unattached-csi' as const, count: 3, region: 'eu-west-1' },
      { situation: 'unattached' as const, count: 1, region: 'eu-west-1', tags: { Note: 'a <b> & "c"' }, ageDays: 20 },
    ],
    addresses: [
      { situation: 'idle' as const, count: 3 },
      { situation: 'on-stopped-instance' as const, region: 'eu-west-1' },
      { situation: 'associated' as const, count: 4 },
      { situation: 'idle-byoip' as const },
    ],
    snapshots: [
      { situation: 'stale' as const, count: 20 },
      { situation: 'of-live-volume' as const, count: 4 },
      { situation: 'of-image' as const, count: 2, region: 'eu-west-1' },
      { situation: 'of-disabled-image' as const, count: 3, region: 'eu-west-1' },
      { situation: 'aws-backup' as const, region: 'eu-west-1' },
    ],
    natGateways: [
      { situation: 'idle' as const, region: 'eu-west-1' },
      { situation: 'used' as const, count: 2 },
    ],
  },
});

describe('EC2 of the simulated AWS, read by the official SDK', () => {
  let sim: CloudSim;
  let other: CloudSim;
  let ec2: EC2Client;

  beforeAll(async () => {
    sim = await startCloudSim({ estate: declaration('111122223333') });
    other = await startCloudSim({ estate: declaration('444455556666') });
    ec2 = new EC2Client(awsSdkConfig(sim, { accessKeyId: KEY }, 'eu-west-1'));
  });
  afterAll(async () => {
    await Promise.all([sim.stop(), other.stop()]);
  });

  const clientIn = (region: string, of: CloudSim = sim): EC2Client => new EC2Client(awsSdkConfig(of, { accessKeyId: KEY }, region));

  const allVolumes = async (client: EC2Client, pageSize = 1000): Promise<Volume[]> => {
    const volumes: Volume[] = [];
    for await (const page of paginateDescribeVolumes({ client, pageSize }, {})) volumes.push(...(page.Volumes ?? []));
    return volumes;
  };

  it('lists the regions that the account has', async () => {
    const { Regions } = await ec2.send(new DescribeRegionsCommand({}));
    expect(Regions?.map(({ RegionName }) => RegionName)).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('pages through every volume exactly once, in the size asked for', async () => {
    const client = clientIn('us-east-1');
    sim.log.clear();
    const volumes = await allVolumes(client);
    // 2,500 declared here, 4 of 9 unattached spread over two regions, and the disks of 6 + 1 machines (7 + 1 more on the stopped one).
    const ids = new Set(volumes.map(({ VolumeId }) => VolumeId));
    expect(ids.size).toBe(volumes.length);
    expect(volumes.filter(({ State }) => State === 'available')).toHaveLength(4);
    expect(volumes).toHaveLength(2500 + 4 + 6 + 2);
    expect(sim.log.count('ec2:DescribeVolumes')).toBe(3);
  });

  it('names the same resources at every start, and other ones in another account', async () => {
    const again = await startCloudSim({ estate: declaration('111122223333') });
    const here = await allVolumes(clientIn('eu-west-1'));
    const there = await allVolumes(clientIn('eu-west-1', again));
    const elsewhere = await allVolumes(clientIn('eu-west-1', other));
    await again.stop();
    expect(there).toEqual(here);
    const ids = new Set(here.map(({ VolumeId }) => VolumeId));
    expect(elsewhere.filter(({ VolumeId }) => ids.has(VolumeId))).toEqual([]);
  });

  it('filters by status, keeps text with markup whole, and states age, size and tags as declared', async () => {
    const { Volumes } = await ec2.send(
      new DescribeVolumesCommand({
        Filters: [
          { Name: 'status', Values: ['available'] },
          { Name: 'tag-key', Values: ['Note'] },
        ],
      }),
    );
    expect(Volumes).toHaveLength(1);
    const volume = Volumes?.[0];
    expect(volume).toMatchObject({ State: 'available', Size: 100, VolumeType: 'gp3', Iops: 3000, Throughput: 125, Encrypted: true, Attachments: [] });
    expect(volume?.Tags).toContainEqual({ Key: 'Note', Value: 'a <b> & "c"' });
    const ageDays = (Date.now() - (volume?.CreateTime?.getTime() ?? 0)) / DAY_MS;
    expect(ageDays).toBeGreaterThanOrEqual(20);
    expect(ageDays).toBeLessThan(21.3);
  });

  it('CF trap: a volume that Kubernetes made says so in its tags', async () => {
    const { Volumes } = await ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'tag:kubernetes.io/created-for/pvc/name', Values: ['*'] }] }));
    expect(Volumes).toHaveLength(3);
  });

  it('refuses an unknown filter, a page of one and a token of another operation, in EC2 words', async () => {
    await expect(ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(ec2.send(new DescribeVolumesCommand({ MaxResults: 1 }))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const { NextToken } = await ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }));
    if (NextToken === undefined) throw new Error('more than five machines were declared');
    await expect(ec2.send(new DescribeVolumesCommand({ NextToken }))).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(ec2.send(new DescribeVolumesCommand({ VolumeIds: ['vol-0000'] }))).rejects.toMatchObject({ name: 'InvalidVolume.NotFound' });
  });

  it('says when a machine stopped only in the text of its transition reason, and sometimes not at all', async () => {
    const machines = [];
    for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {}))
      machines.push(...(page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []));
    expect(machines).toHaveLength(6 + 1 + 1 + 1 + 1);
    const reasons = machines.filter(({ State }) => State?.Name === 'stopped').map(({ StateTransitionReason }) => StateTransitionReason ?? '');
    expect(reasons.filter((reason) => /^User initiated \(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} GMT\)$/.test(reason))).toHaveLength(2);
    expect(reasons.filter((reason) => reason === '')).toHaveLength(1);
    const spot = machines.find(({ InstanceId }) => InstanceId === 'i-0123456789abcdef0');
    expect(spot).toMatchObject({ InstanceLifecycle: 'spot', Architecture: 'arm64', State: { Name: 'running', Code: 16 } });
  });

  it('attaches the volumes of a stopped machine to it, seen from both sides', async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] }));
    const machine = Reservations?.flatMap(({ Instances }) => Instances ?? []).find(({ BlockDeviceMappings }) => BlockDeviceMappings?.length === 2);
    const mapped = machine?.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId);
    const { Volumes } = await ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [machine?.InstanceId ?? ''] }] }));
    expect(Volumes?.map(({ VolumeId }) => VolumeId)).toEqual(mapped);
    expect(Volumes?.map(({ Iops }) => Iops)).toEqual([3000, 600]);
  });

  it('lists idle addresses without an association, gateway addresses with one that names no machine', async () => {
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
    const idle = Addresses.filter(({ AssociationId }) => AssociationId === undefined);
    expect(idle.map(({ PublicIpv4Pool }) => PublicIpv4Pool).sort()).toEqual(['amazon', 'amazon', 'ipv4pool-ec2-0123456789abcdef0']);
    const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({}));
    expect(NatGateways).toHaveLength(2);
    const gatewayAddresses = NatGateways.flatMap(({ NatGatewayAddresses }) => NatGatewayAddresses ?? []).map(({ AllocationId }) => AllocationId);
    const ofGateways = Addresses.filter(({ AllocationId }) => gatewayAddresses.includes(AllocationId));
    expect(ofGateways).toHaveLength(2);
    expect(ofGateways.every(({ AssociationId, InstanceId }) => AssociationId !== undefined && InstanceId === undefined)).toBe(true);
  });

  it('lets an address be followed to its stopped machine through the network interface', async () => {
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
    const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] }));
    const stopped = Reservations?.flatMap(({ Instances }) => Instances ?? []).map(({ InstanceId }) => InstanceId);
    const carried = Addresses.filter(({ InstanceId }) => stopped?.includes(InstanceId));
    expect(carried).toHaveLength(1);
    const face = NetworkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === carried[0]?.NetworkInterfaceId);
    expect(face?.Attachment?.InstanceId).toBe(carried[0]?.InstanceId);
    expect(face?.Association?.AllocationId).toBe(carried[0]?.AllocationId);
  });

  it('CF trap: the snapshot of a disabled image looks orphaned unless disabled images are asked for', async () => {
    const snapshots = [];
    for await (const page of paginateDescribeSnapshots({ client: ec2, pageSize: 5 }, { OwnerIds: ['self'] })) snapshots.push(...(page.Snapshots ?? []));
    expect(snapshots).toHaveLength(10 + 2 + 2 + 3 + 1);
    const enabled = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    const every = await ec2.send(new DescribeImagesCommand({ Owners: ['self'], IncludeDisabled: true }));
    expect(enabled.Images).toHaveLength(2);
    expect(every.Images?.filter(({ State }) => State === 'disabled')).toHaveLength(3);
    const used = every.Images?.flatMap(({ BlockDeviceMappings }) => BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.SnapshotId);
    expect(snapshots.filter(({ SnapshotId }) => used?.includes(SnapshotId))).toHaveLength(5);
    expect(snapshots.filter(({ Tags }) => Tags?.some(({ Key }) => Key === 'aws:backup:source-resource'))).toHaveLength(1);
    const live = new Set((await allVolumes(ec2)).map(({ VolumeId }) => VolumeId));
    expect(snapshots.filter(({ VolumeId }) => live.has(VolumeId))).toHaveLength(2);
  });

  it('shows nobody the snapshots of another owner', async () => {
    const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['amazon'] }));
    expect(Snapshots).toEqual([]);
  });

  it('answers a smuggled write, changes nothing, and logs it as a write', async () => {
    sim.log.clear();
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const id = Reservations?.[0]?.Instances?.[0]?.InstanceId ?? '';
    const { TerminatingInstances } = await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await ec2.send(new DeleteVolumeCommand({ VolumeId: 'vol-0123' }));
    expect(TerminatingInstances?.[0]).toMatchObject({ InstanceId: id, CurrentState: { Name: 'shutting-down' } });
    expect(sim.log.writes().map(({ operation }) => operation)).toEqual(['ec2:TerminateInstances', 'ec2:DeleteVolume']);
    const after = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    expect(after.Reservations?.[0]?.Instances?.[0]?.State?.Name).toBe('running');
  });
});

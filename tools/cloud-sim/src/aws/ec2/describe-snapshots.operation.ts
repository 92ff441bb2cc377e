import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import type { SimSnapshot } from '../inventory/snapshot-inventory.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds, tagSet } from './ec2-page.js';

const GIB = 1024 ** 3;

const FIELDS: FilterFields<SimSnapshot> = {
  'snapshot-id': (snapshot) => [snapshot.snapshotId],
  'volume-id': (snapshot) => [snapshot.sourceVolumeId],
  status: () => ['completed'],
  'storage-tier': (snapshot) => [snapshot.group.tier],
  description: (snapshot) => [snapshot.description],
};

/** Answers the account's own snapshots; asked for another owner, none. */
function describeSnapshots(call: AwsCall): AwsAnswer {
  const { inventory, estate, clock } = call.world;
  const owners = call.query.list('Owner');
  const own = owners.length === 0 || owners.includes('self') || owners.includes(estate.accountId);
  const here = own ? ofRegion(inventory.snapshots, call.region) : [];
  const ids = call.query.list('SnapshotId');
  const all = selectByIds(here, ids, (snapshot) => snapshot.snapshotId, 'InvalidSnapshot.NotFound').filter(filterOf(call, FIELDS, (snapshot) => snapshot.tags));
  const page = ec2Page(call, 'DescribeSnapshots', all, ids.length > 0);
  const snapshots = page.items.map((snapshot) => ({
    snapshotId: snapshot.snapshotId,
    volumeId: snapshot.sourceVolumeId,
    status: 'completed',
    startTime: iso(clock.daysAgo(snapshot.ageDays, snapshot.spread)),
    progress: '100%',
    ownerId: estate.accountId,
    volumeSize: snapshot.group.sizeGiB,
    description: snapshot.description,
    encrypted: true,
    tagSet: tagSet(snapshot.tags),
    storageTier: snapshot.group.tier,
    fullSnapshotSizeInBytes: snapshot.group.sizeGiB * GIB,
  }));
  return { kind: 'xml', members: { snapshotSet: items(snapshots), nextToken: page.nextToken } };
}

export const DESCRIBE_SNAPSHOTS: AwsOperation = {
  service: 'ec2',
  name: 'DescribeSnapshots',
  permission: 'ec2:DescribeSnapshots',
  access: 'read',
  run: describeSnapshots,
};

import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import type { SimSnapshot } from '../inventory/snapshot-inventory.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds, tagSet } from './ec2-page.js';

type OnSnapshot = SimSnapshot & { readonly image: NonNullable<SimSnapshot['image']> };

const FIELDS: FilterFields<OnSnapshot> = {
  'image-id': ({ image }) => [image.imageId],
  state: ({ image }) => [image.state],
  'block-device-mapping.snapshot-id': (snapshot) => [snapshot.snapshotId],
};

/** Disabled images are left out unless asked for (IncludeDisabled): their snapshots look orphaned to who forgets that. */
function describeImages(call: AwsCall): AwsAnswer {
  const { inventory, estate, clock } = call.world;
  const owners = call.query.list('Owner');
  const own = owners.length === 0 || owners.includes('self') || owners.includes(estate.accountId);
  const includeDisabled = call.query.get('IncludeDisabled') === 'true';
  const here = inventory.snapshots.filter((snapshot): snapshot is OnSnapshot => own && snapshot.image !== null && snapshot.region === call.region);
  const visible = here.filter(({ image }) => includeDisabled || image.state === 'available');
  const ids = call.query.list('ImageId');
  const all = selectByIds(visible, ids, ({ image }) => image.imageId, 'InvalidAMIID.NotFound').filter(filterOf(call, FIELDS, () => ({})));
  const page = ec2Page(call, 'DescribeImages', all, ids.length > 0);
  const images = page.items.map((snapshot) => ({
    imageId: snapshot.image.imageId,
    imageLocation: `${estate.accountId}/image-${String(snapshot.ordinal)}`,
    imageState: snapshot.image.state,
    imageOwnerId: estate.accountId,
    creationDate: iso(clock.daysAgo(snapshot.ageDays, snapshot.spread)),
    isPublic: false,
    architecture: 'x86_64',
    imageType: 'machine',
    name: `image-${String(snapshot.ordinal)}`,
    description: '',
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    blockDeviceMapping: items([
      {
        deviceName: '/dev/xvda',
        ebs: { snapshotId: snapshot.snapshotId, volumeSize: snapshot.group.sizeGiB, deleteOnTermination: true, volumeType: 'gp3', encrypted: true },
      },
    ]),
    virtualizationType: 'hvm',
    tagSet: tagSet({}),
    hypervisor: 'xen',
    platformDetails: 'Linux/UNIX',
    usageOperation: 'RunInstances',
  }));
  return { kind: 'xml', members: { imagesSet: items(images), nextToken: page.nextToken } };
}

export const DESCRIBE_IMAGES: AwsOperation = { service: 'ec2', name: 'DescribeImages', permission: 'ec2:DescribeImages', access: 'read', run: describeImages };

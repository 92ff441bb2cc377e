import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { AwsWorld } from '../aws-world.js';
import { iso, type AwsClock } from '../inventory/aws-clock.js';
import type { SimVolume } from '../inventory/volume-inventory.js';
import { offsetOf, tokenFor } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { escapeXml } from '../wire/xml-document.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { maxResults } from './ec2-page.js';

const FIELDS: FilterFields<SimVolume> = {
  status: (volume) => [volume.state],
  'volume-id': (volume) => [volume.volumeId],
  'volume-type': (volume) => [volume.type],
  'availability-zone': (volume) => [volume.zone],
  encrypted: () => ['true'],
  size: (volume) => [String(volume.sizeGiB)],
  'attachment.instance-id': (volume) => (volume.attachedTo === null ? [] : [volume.attachedTo.instanceId]),
  'attachment.status': (volume) => (volume.attachedTo === null ? [] : ['attached']),
};

/** Pages kept per world: 100,000 volumes in pages of a thousand, whole and in parts, about 140 MB. */
const MOST_KEPT_PAGES = 256;
const keptPages = new WeakMap<AwsWorld, Map<string, AwsAnswer>>();

/** A bench walks the same pages again and again; what it measures is the reader, so the second walk should be free. */
function describeVolumes(call: AwsCall): AwsAnswer {
  const size = maxResults(call);
  if (call.query.get('VolumeId.1') !== undefined || size === null) return volumePage(call, size);
  const kept = keptPages.get(call.world) ?? new Map<string, AwsAnswer>();
  keptPages.set(call.world, kept);
  const filters = call.query.structures('Filter').map((filter) => [filter.get('Name'), ...filter.list('Value')]);
  const key = JSON.stringify([call.region, size, call.query.get('NextToken'), filters]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const page = volumePage(call, size);
  if (kept.size < MOST_KEPT_PAGES) kept.set(key, page);
  return page;
}

/**
 * Benches read a million volumes, so pages are walked lazily and written as text: no tree is built, and a page
 * costs what its own volumes cost.
 */
function volumePage(call: AwsCall, size: number | null): AwsAnswer {
  const volumes = call.world.inventory.volumesIn(call.region);
  const wanted = new Set(call.query.list('VolumeId'));
  if (size !== null && wanted.size > 0)
    throw new AwsError('InvalidParameterCombination', 'The parameter volumeSet cannot be used with the parameter maxResults');
  const keep = filterOf(call, FIELDS, (volume) => volume.tags);
  const most = size ?? Number.MAX_SAFE_INTEGER;
  let text = '';
  let found = 0;
  let index = offsetOf('DescribeVolumes', call.query.get('NextToken'));
  for (; index < volumes.length && found < most; index++) {
    const volume = volumes.at(index);
    if ((wanted.size > 0 && !wanted.delete(volume.volumeId)) || !keep(volume)) continue;
    text += volumeText(volume, call.world.clock);
    found++;
  }
  const [missing] = wanted;
  if (missing !== undefined) throw new AwsError('InvalidVolume.NotFound', `The volume '${missing}' does not exist.`);
  const next = index < volumes.length ? `<nextToken>${tokenFor('DescribeVolumes', index)}</nextToken>` : '';
  return { kind: 'xml-text', members: Buffer.from(`<volumeSet>${text}</volumeSet>${next}`) };
}

function volumeText(volume: SimVolume, clock: AwsClock): string {
  const created = iso(clock.daysAgo(volume.ageDays, volume.spread));
  const { attachedTo } = volume;
  const attachment =
    attachedTo === null
      ? ''
      : `<item><volumeId>${volume.volumeId}</volumeId><instanceId>${attachedTo.instanceId}</instanceId><device>${attachedTo.device}</device><status>attached</status><attachTime>${created}</attachTime><deleteOnTermination>${String(attachedTo.deleteOnTermination)}</deleteOnTermination></item>`;
  let tags = '';
  for (const key in volume.tags) tags += `<item><key>${escapeXml(key)}</key><value>${escapeXml(volume.tags[key] ?? '')}</value></item>`;
  const iops = volume.iops === null ? '' : `<iops>${String(volume.iops)}</iops>`;
  const throughput = volume.type === 'gp3' ? '<throughput>125</throughput>' : '';
  return `<item><volumeId>${volume.volumeId}</volumeId><size>${String(volume.sizeGiB)}</size><snapshotId/><availabilityZone>${volume.zone}</availabilityZone><status>${volume.state}</status><createTime>${created}</createTime><attachmentSet>${attachment}</attachmentSet><tagSet>${tags}</tagSet><volumeType>${volume.type}</volumeType>${iops}<encrypted>true</encrypted><multiAttachEnabled>false</multiAttachEnabled>${throughput}</item>`;
}

export const DESCRIBE_VOLUMES: AwsOperation = {
  service: 'ec2',
  name: 'DescribeVolumes',
  permission: 'ec2:DescribeVolumes',
  access: 'read',
  run: describeVolumes,
};

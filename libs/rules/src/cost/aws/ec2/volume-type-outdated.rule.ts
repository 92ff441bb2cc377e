import { type AwsEc2Volume, awsEc2InstancesReader, awsEc2VolumesReader } from '@vitrine/cloud-readers';
import { windowSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';
import { volumePriceKeys } from '../price-keys.js';

/** What gp3 can be given; above it only io2 Block Express serves. */
const gp3Most = { iops: 16_000, throughputMibps: 1000 };
/** Up to this size gp2 moves 128 MiB/s, which gp3 gives for nothing; above it up to 250. */
const smallGp2Gib = 170;

/** The gp3 volume that does all that this one may do today, so that nobody gets slower. */
function asGp3(volume: AwsEc2Volume): Parameters<typeof volumePriceKeys>[0] {
  const iops = Math.max(3000, volume.iops ?? 0);
  const throughputMibps =
    volume.volumeType === 'gp2' && volume.sizeGib <= smallGp2Gib ? 125 : volume.volumeType === 'gp2' ? 250 : Math.min(1000, Math.max(125, iops / 4));
  return { volumeType: 'gp3', sizeGib: volume.sizeGib, iops, throughputMibps };
}

export const awsEc2VolumeTypeOutdatedRule = defineRule<AwsEc2Volume>({
  id: 'aws.ec2.volume-type-outdated',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EBS volume of a type that gp3 replaces for less',
  why: 'gp3 costs less per GiB than gp2, and far less per provisioned IOPS than io1 and io2, at the same speed.',
  verify: 'aws ec2 describe-volumes --volume-ids {resourceId} --region {region} --query "Volumes[].[VolumeType,Size,Iops,Throughput,Attachments[].InstanceId]"',
  remedy: {
    steps: [
      'Ask the owner (tags) whether latency below a millisecond is needed, which only io2 promises.',
      'Modify the volume to gp3 with the IOPS and throughput of today; it stays attached.',
    ],
    rollback: 'Modify the volume back to its old type, six hours later at the earliest.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'modernise',
  needs: { item: awsEc2VolumesReader },
  lookups: {
    instances: lookup({
      reader: awsEc2InstancesReader,
      keys: (instance) => [{ key: instance.instanceId, value: instance.state }],
      ask: (volume: AwsEc2Volume) => volume.attachments.flatMap(({ instanceId }) => (instanceId === null ? [] : [instanceId])),
    }),
  },
  metrics: {},
  defaults: { mostIops: gp3Most.iops },
  evaluate({ item, identity, lookups, at, settings }) {
    if (!['gp2', 'io1', 'io2'].includes(item.volumeType)) return { verdict: 'pass' };
    if (item.state !== 'in-use') return { verdict: 'not_applicable', because: 'attached to nothing: judged by aws.ec2.volume-unattached' };
    if (item.attachments.length > 1) return { verdict: 'not_applicable', because: 'attached to several machines at once, which gp3 cannot be' };
    const mostIops = setting(settings, 'mostIops');
    if ((item.iops ?? 0) > mostIops) return { verdict: 'not_applicable', because: `it provisions more than the ${String(mostIops)} IOPS that gp3 gives` };
    const instanceId = item.attachments[0]?.instanceId ?? null;
    // The bill of such a volume is claimed whole by the stopped machine's finding.
    if (instanceId !== null && lookups['instances']?.get(instanceId) === 'stopped')
      return { verdict: 'not_applicable', because: 'on a stopped machine: judged by aws.ec2.instance-long-stopped' };
    const target = asGp3(item);
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        volumeType: item.volumeType,
        sizeGib: item.sizeGib,
        iops: item.iops,
        targetType: 'gp3',
        targetIops: target.iops,
        targetThroughputMibps: target.throughputMibps,
      },
      window: Number.isNaN(Date.parse(item.createTime)) ? null : windowSince(item.createTime, at),
      formula: `type is gp2, io1 or io2 with ≤ ${String(mostIops)} IOPS; saving = bill × (1 − list price as gp3 with today's IOPS and throughput ÷ list price today)`,
      assumptions: [
        'The gp3 volume is priced with all that the old type may do, so its needs are not read from metrics; less may be enough.',
        'Durability and latency of io2 are not weighed.',
      ],
      cost: { kind: 'ratio', list: volumePriceKeys(item, region), target: volumePriceKeys(target, region) },
    };
  },
});

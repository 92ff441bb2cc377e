import { type AwsEc2Volume, awsEc2VolumesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { volumePriceKeys } from '../price-keys.js';

export const awsEc2VolumeUnattachedRule = defineRule<AwsEc2Volume>({
  id: 'aws.ec2.volume-unattached',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EBS volume attached to nothing',
  why: 'A volume in state available is billed for its whole size, IOPS and throughput although no machine can use it.',
  verify: 'aws ec2 describe-volumes --volume-ids {resourceId} --region {region} --query "Volumes[].[State,CreateTime,Size,Attachments]"',
  remedy: {
    steps: ['Ask the owner (tags) whether the data is still needed.', 'Take a final snapshot of the volume.', 'Delete the volume.'],
    rollback: 'Create a volume from the final snapshot in the same zone and attach it.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: awsEc2VolumesReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 14 },
  evaluate({ item, identity, at, settings }) {
    if (item.state === 'in-use') return { verdict: 'pass' };
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { state: item.state, volumeType: item.volumeType, sizeGib: item.sizeGib, createTime: item.createTime, ageDays, graceDays },
      window: windowSince(item.createTime, at),
      formula: formula(`state = available and age ≥ ${String(graceDays)} days`),
      assumptions: [
        'EC2 does not say when a volume was detached: its age since creation stands for the time unattached, and severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: volumePriceKeys(item, identity.region ?? '') },
    };
  },
});

import { type AwsEc2Volume, awsEc2VolumesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';

export const awsEc2VolumeWithoutOwnerRule = defineRule<AwsEc2Volume>({
  id: 'aws.ec2.volume-without-owner',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EBS volume without an owner tag',
  why: 'Nobody can be asked whether the volume is still needed.',
  verify: 'aws ec2 describe-volumes --volume-ids {resourceId} --region {region} --query "Volumes[].Tags"',
  remedy: { steps: ['Find out who made the volume.', 'Tag it with its owner.'], rollback: 'Remove the tag.' },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'config',
  needs: { item: awsEc2VolumesReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 7 },
  evaluate({ item, identity, at, settings }) {
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    if (ageDays < setting(settings, 'graceDays')) return { verdict: 'pass' };
    if (Object.keys(identity.tags).some((key) => key.toLowerCase() === 'owner')) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { ageDays, tags: Object.keys(identity.tags).length },
      window: null,
      formula: `no tag "owner" and age ≥ ${String(setting(settings, 'graceDays'))} days`,
      assumptions: [],
      cost: { kind: 'none' },
    };
  },
});

import { type AwsEc2Instance, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

/** `User initiated (2026-09-30 17:04:12 GMT)`: the only place where EC2 says when a machine stopped. */
function stoppedSince(reason: string | null): string | null {
  const found = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/.exec(reason ?? '');
  return found === null ? null : `${found[1] ?? ''}T${found[2] ?? ''}.000Z`;
}

export const awsEc2InstanceLongStoppedRule = defineRule<AwsEc2Instance>({
  id: 'aws.ec2.instance-long-stopped',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EC2 instance stopped for long, its volumes still billed',
  why: 'A stopped machine costs nothing itself, but every volume on it is billed as before.',
  verify:
    'aws ec2 describe-instances --instance-ids {resourceId} --region {region} --query "Reservations[].Instances[].[State.Name,StateTransitionReason,BlockDeviceMappings[].Ebs.VolumeId]"',
  remedy: {
    steps: [
      'Ask the owner (tags) whether the machine is a template or a standby.',
      'Take an image of the machine.',
      'Terminate it and delete volumes that stay behind.',
    ],
    rollback: 'Launch a new machine from the image.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsEc2InstancesReader },
  lookups: {},
  metrics: {},
  defaults: { stoppedDays: 30 },
  evaluate({ item, identity, at, settings }) {
    if (item.state !== 'stopped') return { verdict: 'pass' };
    if (item.volumeIds.length === 0) return { verdict: 'not_applicable', because: 'no EBS volume: nothing is billed while it is stopped' };
    const since = stoppedSince(item.stateTransitionReason);
    const stopped = daysSince(since, at);
    if (since === null || stopped === null)
      return { verdict: 'undetermined', reason: 'unparsable', facts: { stateTransitionReason: item.stateTransitionReason } };
    const stoppedDays = setting(settings, 'stoppedDays');
    if (stopped <= stoppedDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { state: item.state, stateTransitionReason: item.stateTransitionReason, stoppedForDays: stopped, stoppedDays, volumes: item.volumeIds.length },
      window: windowSince(since, at),
      formula: formula(`state = stopped for > ${String(stoppedDays)} days; the bills of its ${String(item.volumeIds.length)} volumes are added`),
      assumptions: [
        'Its Elastic IP addresses are counted by aws.ec2.address-idle, not here.',
        'Golden images and disaster-recovery standbys cannot be told by state: tag them to leave them out.',
      ],
      cost: {
        kind: 'whole',
        list: [],
        resources: item.volumeIds.map((volumeId) => identity.canonicalId.replace(/instance\/[^/]+$/, `volume/${volumeId.toLowerCase()}`)),
      },
    };
  },
});

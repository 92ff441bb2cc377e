import { type AwsEc2Instance, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { instancePriceKeys } from '../price-keys.js';
import { sameSizes, successor, typeParts } from './instance-families.js';

export const awsEc2InstanceGenerationSupersededRule = defineRule<AwsEc2Instance>({
  id: 'aws.ec2.instance-generation-superseded',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EC2 instance of a superseded generation',
  why: 'Older families cost more per hour than the ones that followed them, and do less for it.',
  verify:
    'aws ec2 describe-instances --instance-ids {resourceId} --region {region} --query "Reservations[].Instances[].[InstanceType,PlatformDetails,State.Name]"',
  remedy: {
    steps: [
      'Check that no reservation or savings plan is bound to the old family.',
      'Check that the image has the drivers of the Nitro system (NVMe, ENA).',
      'Stop the machine, change its type, start it.',
    ],
    rollback: 'Stop the machine and change its type back.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'modernise',
  needs: { item: awsEc2InstancesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.state !== 'running') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.instanceLifecycle === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market sets its price' };
    const parts = typeParts(item.instanceType);
    if (parts === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { instanceType: item.instanceType } };
    const family = successor[parts.family];
    if (family === undefined) return { verdict: 'pass' };
    const region = identity.region ?? '';
    const targetType = `${family}.${parts.size}`;
    const known = sameSizes.includes(parts.size);
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { instanceType: item.instanceType, targetType: known ? targetType : null, targetFamily: family, platformDetails: item.platformDetails },
      window: null,
      formula: `family ${parts.family} is followed by ${family}; saving = bill × (1 − list price of ${known ? targetType : 'the same size in the new family'} ÷ list price of ${item.instanceType})`,
      assumptions: ['The successor has the same processor architecture; a move to Arm may save more.', 'A commitment bound to the old family would go unused.'],
      cost: { kind: 'ratio', list: instancePriceKeys(item, region), target: known ? instancePriceKeys({ ...item, instanceType: targetType }, region) : [] },
    };
  },
});

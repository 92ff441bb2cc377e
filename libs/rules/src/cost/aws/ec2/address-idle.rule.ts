import { type AwsEc2Address, awsEc2AddressesReader, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { idleAddressPriceKeys } from '../price-keys.js';

export const awsEc2AddressIdleRule = defineRule<AwsEc2Address>({
  id: 'aws.ec2.address-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Elastic IP address that nothing uses',
  why: 'A public IPv4 address is billed by the hour, also when it is associated with nothing or with a stopped machine.',
  verify: 'aws ec2 describe-addresses --allocation-ids {resourceId} --region {region} --query "Addresses[].[PublicIp,AssociationId,InstanceId]"',
  remedy: {
    steps: ['Check that no allow-list of a partner names the address: a released one is hard to get back.', 'Release the address.'],
    rollback: 'Ask for the same address again (allocate-address with --address) while nobody else holds it; there is no guarantee.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: awsEc2AddressesReader },
  lookups: {
    stoppedInstances: lookup({
      reader: awsEc2InstancesReader,
      keys: (instance) => (instance.state === 'stopped' ? [{ key: instance.instanceId }] : []),
      ask: (address: AwsEc2Address) => (address.instanceId === null ? [] : [address.instanceId]),
    }),
  },
  metrics: {},
  defaults: {},
  evaluate({ item, identity, lookups }): Verdict {
    if (item.publicIpv4Pool !== null && item.publicIpv4Pool !== 'amazon')
      return { verdict: 'not_applicable', because: 'brought by the customer (BYOIP): not billed' };
    const unassociated = item.associationId === null && item.instanceId === null && item.networkInterfaceId === null;
    const onStopped = !unassociated && item.instanceId !== null && lookups['stoppedInstances']?.has(item.instanceId) === true;
    if (!unassociated && !onStopped) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { publicIp: item.publicIp, associated: !unassociated, instanceId: item.instanceId, instanceState: onStopped ? 'stopped' : null },
      window: null,
      formula: formula('no association, or associated with a stopped instance'),
      assumptions: [
        'EC2 does not say since when: the state at the time of the audit is judged, and severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: idleAddressPriceKeys(identity.region ?? '') },
    };
  },
});

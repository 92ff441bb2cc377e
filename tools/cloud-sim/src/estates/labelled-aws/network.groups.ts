import { groupsOf, type LabelledGroup } from './labelled-group.js';

const na = 'not_applicable';
const young = 'undetermined too_young';
const unmeasured = 'undetermined no_metrics';

export const networkGroups: readonly LabelledGroup[] = [
  ...groupsOf(
    'addresses',
    ['aws.ec2.address-idle'],
    [
      [{ situation: 'idle', count: 6, dailyCost: '0.12' }, 'fail 3.65'],
      // Not on the bill: 730 hours × 0.005.
      [{ situation: 'idle', count: 2 }, 'fail 3.65'],
      [{ situation: 'on-stopped-instance', count: 2, dailyCost: '0.12' }, 'fail 3.65'],
      [{ situation: 'associated', count: 10, dailyCost: '0.12' }, 'pass'],
      [{ situation: 'idle-byoip', count: 2 }, na],
    ],
  ),
  ...groupsOf(
    'natGateways',
    ['aws.ec2.nat-gateway-idle'],
    [
      [{ situation: 'used', count: 3, dailyCost: '1.2' }, 'pass'],
      [{ situation: 'idle', count: 2, dailyCost: '1.2' }, 'fail 36.53'],
      [{ situation: 'idle', count: 1 }, 'fail 32.85'],
      [{ situation: 'idle-young', count: 1, dailyCost: '1.2' }, young],
      [{ situation: 'no-metrics', count: 1, dailyCost: '1.2' }, unmeasured],
    ],
  ),
  ...groupsOf(
    'loadBalancers',
    ['aws.elbv2.load-balancer-no-target', 'aws.elbv2.application-load-balancer-idle', 'aws.elbv2.network-load-balancer-idle'],
    [
      [{ situation: 'used', count: 3, dailyCost: '0.648' }, 'pass', 'pass', na],
      [{ situation: 'used', count: 2, type: 'network', dailyCost: '0.648' }, 'pass', na, 'pass'],
      [{ situation: 'without-targets', count: 2, dailyCost: '0.54' }, 'fail 16.44', na, na],
      [{ situation: 'without-targets', count: 1, type: 'network', dailyCost: '0.54' }, 'fail 16.44', na, na],
      // Its listeners answer by themselves.
      [{ situation: 'redirect-only', count: 1, dailyCost: '0.54' }, na, na, na],
      [{ situation: 'young-without-targets', count: 1, dailyCost: '0.54' }, 'pass', young, na],
      [{ situation: 'young-without-targets', count: 1, type: 'network', dailyCost: '0.54' }, 'pass', na, young],
      [{ situation: 'without-requests', count: 2, dailyCost: '0.54' }, 'pass', 'fail 16.44', na],
      [{ situation: 'without-requests', count: 1, type: 'network', dailyCost: '0.54' }, 'pass', na, 'fail 16.44'],
      [{ situation: 'unhealthy', count: 1, dailyCost: '0.54' }, 'pass', 'fail 16.44', na],
    ],
  ),
  ...groupsOf(
    'vpcEndpoints',
    ['aws.ec2.vpc-endpoint-idle'],
    [
      [{ situation: 'used', count: 3, dailyCost: '0.528' }, 'pass'],
      [{ situation: 'idle', count: 4, dailyCost: '0.528' }, 'fail 16.07'],
      [{ situation: 'idle-young', count: 1, dailyCost: '0.528' }, young],
      // It never publishes, so its silence says nothing.
      [{ situation: 'cross-region', count: 1, dailyCost: '0.528' }, unmeasured],
      [{ situation: 'requester-managed', count: 1, dailyCost: '0.528' }, na],
      [{ situation: 'break-glass', count: 2, dailyCost: '0.528' }, na],
      [{ situation: 'gateway', count: 2 }, na],
    ],
  ),
];

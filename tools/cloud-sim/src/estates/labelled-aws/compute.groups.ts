import { groupsOf, type LabelledGroup, type VerdictLabels } from './labelled-group.js';

const na = 'not_applicable';
const osDisk = { sizeGiB: 30, type: 'gp3', dailyCost: '0.0789' } as const;
const dataDisk = { sizeGiB: 200, type: 'gp3', dailyCost: '0.5257' } as const;
const oldDisk = { sizeGiB: 100, type: 'gp2', dailyCost: '0.3285' } as const;

const volumeRules = ['aws.ec2.volume-unattached', 'aws.ec2.volume-type-outdated'] as const;
/** A gp3 volume on a machine. */
export const attachedVolume: VerdictLabels = { 'aws.ec2.volume-unattached': 'pass', 'aws.ec2.volume-type-outdated': 'pass' };

export const volumeGroups: readonly LabelledGroup[] = groupsOf('volumes', volumeRules, [
  [{ situation: 'unattached', count: 12, sizeGiB: 500, dailyCost: '1.3142' }, 'fail 40.00', 'pass'],
  [{ situation: 'unattached', count: 6, type: 'gp2', ageDays: 21, dailyCost: '0.3285' }, 'fail 10.00', na],
  // Not on the bill: 50 GiB × 0.08.
  [{ situation: 'unattached', count: 2, sizeGiB: 50 }, 'fail 4.00', 'pass'],
  [{ situation: 'unattached', count: 2, ageDays: 15, dailyCost: '0.2628' }, 'fail 8.00', 'pass'],
  // A declared age is that of the last midnight, and grows by up to thirty hours until an evening's run.
  [{ situation: 'unattached-young', count: 2, ageDays: 12, dailyCost: '0.2628' }, 'pass', 'pass'],
  [{ situation: 'unattached-young', count: 6, dailyCost: '0.2628' }, 'pass', 'pass'],
  // Claims of scaled-down workloads in Kubernetes.
  [{ situation: 'unattached-csi', count: 8, sizeGiB: 20, dailyCost: '0.0526' }, na, na],
  [{ situation: 'in-use', count: 10, dailyCost: '0.2628' }, 'pass', 'pass'],
  // A fifth less per GiB.
  [{ situation: 'in-use', count: 16, type: 'gp2', dailyCost: '0.3285' }, 'pass', 'fail 2.00'],
  // More than gp3 can do.
  [{ situation: 'in-use', count: 2, type: 'io1', iops: 20_000, dailyCost: '43.5' }, 'pass', na],
  // The price list does not hold what its IOPS cost, so nobody knows the difference.
  [{ situation: 'in-use', count: 2, type: 'io1', iops: 4000, dailyCost: '9.1' }, 'pass', 'fail unknown'],
  // Compute Optimizer: the same as ours, a cluster's own, a newer type, and a smaller size, which we do not judge.
  [{ situation: 'unattached', count: 2, sizeGiB: 500, dailyCost: '1.3142', optimized: { advice: 'stop', saving: 39.5 } }, 'fail 40.00', 'pass'],
  [{ situation: 'unattached-csi', count: 1, sizeGiB: 20, dailyCost: '0.0526', optimized: { advice: 'stop', saving: 1.5 } }, na, na],
  [{ situation: 'in-use', count: 2, type: 'gp2', dailyCost: '0.3285', optimized: { advice: 'newer', saving: 1.75 } }, 'pass', 'fail 2.00'],
  [{ situation: 'in-use', count: 2, dailyCost: '0.2628', optimized: { advice: 'smaller', saving: 3.25 } }, 'pass', 'pass'],
]);

const instanceRules = [
  ...(['aws.ec2.instance-idle', 'aws.ec2.instance-oversized', 'aws.ec2.instance-generation-superseded'] as const),
  ...(['aws.ec2.instance-long-stopped', 'aws.ec2.instance-off-hours'] as const),
];
const dev = { tags: { env: 'dev' } };

const running = groupsOf('instances', instanceRules, [
  [{ situation: 'busy', count: 30, instanceType: 'm5.large', dailyCost: '2.304', volumes: [osDisk] }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'busy', count: 15, instanceType: 't3.medium', dailyCost: '0.9984' }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'busy', count: 4, instanceType: 'm5.xlarge', dailyCost: '4.608' }, 'pass', 'pass', 'pass', 'pass', na],
  [{ situation: 'idle', count: 4, instanceType: 'm5.xlarge', dailyCost: '4.608' }, 'fail 140.27', na, 'pass', 'pass', na],
  // AWS says the same of it, and a larger number: one opportunity, ours.
  [
    { situation: 'idle', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608', advised: { action: 'Stop', saving: 139, costAfter: 1.5 } },
    'fail 140.27',
    na,
    'pass',
    'pass',
    na,
  ],
  // Three say the same of one machine.
  [
    {
      ...{ situation: 'idle', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608' },
      ...{ advised: { action: 'Stop', saving: 138, costAfter: 1.5 }, optimized: { advice: 'stop', saving: 138.5 } },
    },
    'fail 140.27',
    na,
    'pass',
    'pass',
    na,
  ],
  // Compute Optimizer without Cost Explorer names no money; ours has no metric to judge by.
  [
    { situation: 'no-metrics', count: 2, instanceType: 't3.large', dailyCost: '1.9968', optimized: { advice: 'stop', saving: null } },
    'undetermined no_metrics',
    na,
    'pass',
    'pass',
    na,
  ],
  [
    { situation: 'oversized', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608', optimized: { advice: 'smaller', saving: 62.5 } },
    'pass',
    'fail 70.13',
    'pass',
    'pass',
    na,
  ],
  [
    { situation: 'busy', count: 1, instanceType: 't3.medium', dailyCost: '0.9984', optimized: { advice: 'smaller', saving: 0 } },
    'pass',
    na,
    'pass',
    'pass',
    na,
  ],
  // What AWS advises for speed saves nothing.
  [
    { situation: 'busy', count: 1, instanceType: 't3.medium', dailyCost: '0.9984', advised: { action: 'Upgrade', saving: 0, costAfter: 30.4 } },
    'pass',
    na,
    'pass',
    'pass',
    na,
  ],
  [{ situation: 'idle', count: 2, instanceType: 'c5.xlarge', dailyCost: '4.08', dailyUnblendedCost: '4.31' }, 'fail 124.20', na, 'pass', 'pass', na],
  // Not on the bill: 730 hours × 0.192.
  [{ situation: 'idle', count: 1, instanceType: 'm5.xlarge' }, 'fail 140.16', na, 'pass', 'pass', na],
  // Its size is bought for bursts, but it has none.
  [{ situation: 'idle', count: 2, instanceType: 't3.large', dailyCost: '1.9968' }, 'fail 60.78', na, 'pass', 'pass', na],
  // Idle and old: of both only the larger counts in totals.
  [{ situation: 'idle', count: 2, instanceType: 'm4.large', dailyCost: '2.4' }, 'fail 73.06', na, 'fail 2.92', 'pass', na],
  [{ situation: 'idle', count: 2, instanceType: 'm5.large', dailyCost: '2.304', ...dev }, 'fail 70.13', na, 'pass', 'pass', na],
  [{ situation: 'idle', count: 3, instanceType: 't3.large', dailyCost: '1.9968', tags: { 'aws:autoscaling:groupName': 'web' } }, na, na, na, na, na],
  [{ situation: 'idle', count: 2, instanceType: 'm5.xlarge', lifecycle: 'spot', dailyCost: '1.4' }, na, na, na, 'pass', na],
  // What an accelerator does is not seen in CPU.
  [{ situation: 'idle', count: 2, instanceType: 'g4dn.xlarge', dailyCost: '12.624' }, 'undetermined no_metrics', na, 'pass', 'pass', na],
  [{ situation: 'idle-young', count: 2, instanceType: 't3.large', dailyCost: '1.9968' }, 'undetermined too_young', na, 'pass', 'pass', na],
  [
    { situation: 'idle-young', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608' },
    'undetermined too_young',
    'undetermined too_young',
    'pass',
    'pass',
    na,
  ],
  [
    { situation: 'no-metrics', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608' },
    'undetermined no_metrics',
    'undetermined no_metrics',
    'pass',
    'pass',
    na,
  ],
  [{ situation: 'no-metrics', count: 2, instanceType: 't3.large', ...dev }, 'undetermined no_metrics', na, 'pass', 'pass', 'undetermined no_metrics'],
  [
    { situation: 'sparse-metrics', count: 3, instanceType: 'm5.xlarge', dailyCost: '4.608' },
    'undetermined no_metrics',
    'undetermined no_metrics',
    'pass',
    'pass',
    na,
  ],
  [{ situation: 'oversized', count: 4, instanceType: 'm5.xlarge', dailyCost: '4.608' }, 'pass', 'fail 70.13', 'pass', 'pass', na],
  [
    { situation: 'oversized', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608', advised: { action: 'Rightsize', saving: 99.5, costAfter: 40.77 } },
    'pass',
    'fail 70.13',
    'pass',
    'pass',
    na,
  ],
  [{ situation: 'oversized', count: 2, instanceType: 'm5.xlarge', dailyCost: '4.608', ...dev }, 'pass', 'fail 70.13', 'pass', 'pass', 'pass'],
  // Of a week's 168 hours 105 are quiet each time: five nights of twelve, and 45 of the weekend.
  [{ situation: 'off-hours', count: 4, instanceType: 'm5.large', dailyCost: '2.304', ...dev }, 'pass', na, 'pass', 'pass', 'fail 43.83'],
  [{ situation: 'off-hours', count: 2, instanceType: 'm5.large', dailyCost: '2.304' }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'off-hours', count: 2, instanceType: 'm5.large', dailyCost: '2.304', tags: { env: 'prod', team: 'test' } }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'busy', count: 4, instanceType: 'm4.large', dailyCost: '2.4' }, 'pass', na, 'fail 2.92', 'pass', na],
  [{ situation: 'busy', count: 2, instanceType: 'c4.large', dailyCost: '2.4' }, 'pass', na, 'fail 10.96', 'pass', na],
  // Sizes differ between the two families, so no price of the successor is named.
  [{ situation: 'busy', count: 1, instanceType: 'm4.16xlarge', dailyCost: '76.8' }, 'pass', 'pass', 'fail unknown', 'pass', na],
]);

const stopped: readonly LabelledGroup[] = [
  ...groupsOf('instances', instanceRules, [
    [{ situation: 'stopped-with-volumes', count: 4, instanceType: 'm5.large', volumes: [osDisk, dataDisk] }, na, na, na, 'fail 18.40', na],
    [{ situation: 'stopped-with-volumes', count: 2, instanceType: 'm4.large' }, na, na, na, na, na],
    [{ situation: 'stopped-lately', count: 4, instanceType: 't3.large', volumes: [osDisk] }, na, na, na, 'pass', na],
    [{ situation: 'stopped-reason-unknown', count: 2, instanceType: 't3.large', volumes: [osDisk], ...dev }, na, na, na, 'undetermined unparsable', na],
  ]),
  // The bill of an old volume on a machine stopped for long is claimed by the machine's finding.
  ...groupsOf('instances', instanceRules, [
    [{ situation: 'stopped-with-volumes', count: 2, instanceType: 'm5.large', volumes: [oldDisk] }, na, na, na, 'fail 10.00', na],
  ]).map((each) => ({ ...each, attached: { ...attachedVolume, 'aws.ec2.volume-type-outdated': na } as const })),
];

export const instanceGroups: readonly LabelledGroup[] = [...running, ...stopped];

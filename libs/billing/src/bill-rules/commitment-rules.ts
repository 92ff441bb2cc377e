import type { ActionGroup, Effort } from '@vitrine/contracts';

/** Usage as a bill names it. */
export interface NamedUsage {
  readonly provider: string;
  readonly service: string;
  readonly meter: string;
}

/** A rule about commitments to compute: it judges no single thing, but what of all usage stays once waste is gone. */
export interface CommitmentRule {
  /** `bill.<cloud>-commitment-gap` */
  readonly id: string;
  readonly title: string;
  readonly actionGroup: ActionGroup;
  readonly effort: Effort;
  /** What a flexible commitment of this cloud (one over sizes, families and regions) can cover. */
  covers(usage: NamedUsage): boolean;
}

const rule = (cloud: string, title: string, covers: CommitmentRule['covers']): CommitmentRule => ({
  id: `bill.${cloud}-commitment-gap`,
  title,
  actionGroup: 'commit',
  effort: 'Low',
  covers,
});

/** Compute Savings Plans: machines, Fargate and the running time of functions; never their disks, traffic or requests. */
const aws =
  /(?:^|-)(?:BoxUsage|DedicatedUsage)(?::|$)|Fargate-(?:ARM-)?(?:vCPU-Hours|GB-Hours)|Lambda-(?:Provisioned-)?GB-Second|per On Demand .+ Instance Hour/i;
/** Flexible commitments: processors and memory of machines; accelerators, licences and sole-tenant premiums are sold otherwise. */
const gcp = /\binstance (?:core|ram) running\b/i;
const gcpOther = /\b(?:spot|preemptible|custom extended|sole tenancy|commitment|premium)\b/i;

export const commitmentRules: readonly CommitmentRule[] = [
  rule('aws', 'Compute that runs all the time without a Savings Plan', ({ provider, meter }) => /^(?:aws|amazon)/i.test(provider) && aws.test(meter)),
  rule(
    'azure',
    'Virtual machines that run all the time without a savings plan',
    // Disks, addresses and licences are services of their own there.
    ({ provider, service, meter }) => /^microsoft/i.test(provider) && /^virtual machines$/i.test(service) && !/\b(?:spot|low priority)\b/i.test(meter),
  ),
  rule(
    'gcp',
    'Machines that run all the time without a committed use discount',
    ({ provider, meter }) => /^google/i.test(provider) && gcp.test(meter) && !gcpOther.test(meter),
  ),
];

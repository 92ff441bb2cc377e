import { type AzureComputeVirtualMachine, azureComputeVirtualMachinesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { virtualMachinePriceKeys } from '../price-keys.js';

const windowDays = 14;
const lastDays = 3;
/** All three series share one window, so that they travel in one call. */
const metric = (name: string, statistic: 'Maximum' | 'Average' | 'Sum'): MetricNeed<AzureComputeVirtualMachine> => ({
  spec: { cloud: 'azure', namespace: 'Microsoft.Compute/virtualMachines', name, statistic, periodSeconds: 3600, windowDays, absentMeansZero: false },
  dimensions: (machine) => ({ resourceId: machine.id, location: machine.location }),
});
/** Sizes whose work is done by accelerators, which Percentage CPU does not see. */
const accelerated = /^standard_n/i;

export const azureComputeVirtualMachineIdleRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Virtual machine that does nothing',
  why: 'A machine whose processor stays below 3 % and that hardly uses its network for two weeks is paid for without being used.',
  verify: 'az monitor metrics list --resource {resourceId} --metric "Percentage CPU" --aggregation Maximum --interval PT1H --offset 14d',
  remedy: {
    steps: [
      'Ask the owner (tags) what the machine is for: domain controllers, session hosts and standbys are idle by design.',
      'Deallocate it and watch for a week.',
      'Take an image and delete it with its disks.',
    ],
    rollback: 'Start the deallocated machine, or create one from the image.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {},
  metrics: { cpuMaximum: metric('Percentage CPU', 'Maximum'), cpuAverage: metric('Percentage CPU', 'Average'), networkOut: metric('Network Out Total', 'Sum') },
  defaults: { cpuP95Percent: 3, cpuLastDaysPercent: 2, networkOutBytesPerHour: 900_000_000 },
  candidate({ item, at }) {
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set' };
    if (item.powerState === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: null } };
    if (!/(^|[/ ])running$/i.test(item.powerState)) return { verdict: 'not_applicable', because: `power state is ${item.powerState}` };
    if (item.priority?.toLowerCase() === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (item.vmSize !== null && accelerated.test(item.vmSize))
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { vmSize: item.vmSize, missing: 'accelerator utilisation' } };
    const ageDays = daysSince(item.timeCreated, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpuMaximum, cpuAverage, networkOut } = metrics;
    if (cpuMaximum === undefined || cpuAverage === undefined || networkOut === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const facts = {
      cpuP95Percent: percentile(cpuMaximum.values, 95),
      cpuLastDaysPercent: Math.max(...cpuAverage.values.slice(-24 * lastDays)),
      networkOutBytesPerHour: Math.max(...networkOut.values),
    };
    const cpuP95Bar = setting(settings, 'cpuP95Percent');
    const cpuLastDaysBar = setting(settings, 'cpuLastDaysPercent');
    const networkOutBar = setting(settings, 'networkOutBytesPerHour');
    if (facts.cpuP95Percent >= cpuP95Bar || facts.cpuLastDaysPercent > cpuLastDaysBar || facts.networkOutBytesPerHour >= networkOutBar)
      return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        vmSize: item.vmSize,
        timeCreated: item.timeCreated,
        ...facts,
        cpuP95Bar,
        cpuLastDaysBar,
        networkOutBar,
        coverage: Math.min(cpuMaximum.coverage, networkOut.coverage),
      },
      window: { start: cpuMaximum.start, end: cpuMaximum.end },
      formula: formula(
        `P95(hourly Percentage CPU Maximum) < ${String(cpuP95Bar)} %, max(Average of the last ${String(lastDays)} days) ≤ ${String(cpuLastDaysBar)} %, max(hourly Network Out Total) < ${String(networkOutBar)} bytes, over ${String(windowDays)} days`,
      ),
      assumptions: [
        'Azure Advisor’s "2 % of the network" needs each size’s bandwidth, which is not read: 2 % of 100 Mbit/s (900 MB an hour) stands for it, which spares larger sizes rather than finding them.',
        'Work that shows in neither processor nor network is not seen.',
        'Disks and addresses stay billed; they are findings of their own.',
      ],
      cost: { kind: 'whole', list: virtualMachinePriceKeys(item, identity.region ?? '') },
    };
  },
});

import { type AzureComputeVirtualMachine, azureComputeVirtualMachinesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { nonProductionSign, offHours } from '../../../engine/off-hours.js';
import { azureMetric } from '../azure-metric.js';
import { virtualMachinePriceKeys } from '../price-keys.js';

const windowDays = 14;
/** 1 kB a second, over an hour. */
const networkBytesPerHour = 3_600_000;
const metric = (name: string, statistic: 'Maximum' | 'Sum'): MetricNeed<AzureComputeVirtualMachine> =>
  azureMetric({ namespace: 'Microsoft.Compute/virtualMachines', name, statistic, windowDays, per: 'hour' });

export const azureComputeVirtualMachineOffHoursRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-off-hours',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Machine outside production that runs through nights and weekends',
  why: 'A machine that people use in working hours only is billed for 168 hours a week and used for some 50 of them.',
  verify: 'az monitor metrics list --resource {resourceId} --metric "Percentage CPU" --aggregation Maximum --interval PT1H --offset 14d',
  remedy: {
    steps: ['Ask the owner which hours are needed, and what must run at night.', 'Give the machine a schedule that deallocates and starts it.'],
    rollback: 'Remove the schedule and start the machine.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {},
  metrics: { cpu: metric('Percentage CPU', 'Maximum'), networkIn: metric('Network In Total', 'Sum'), networkOut: metric('Network Out Total', 'Sum') },
  defaults: { cpuPercent: 5, nightHours: 8, weekendHours: 40 },
  candidate({ item, identity, at }) {
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set' };
    if (nonProductionSign(identity.name, identity.tags) === null)
      return { verdict: 'not_applicable', because: 'neither its tags nor its name say that it is not production' };
    if (item.powerState === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: null } };
    if (!/(^|[/ ])running$/i.test(item.powerState)) return { verdict: 'not_applicable', because: `power state is ${item.powerState}` };
    if (item.priority?.toLowerCase() === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    const ageDays = daysSince(item.timeCreated, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, networkIn, networkOut } = metrics;
    if (cpu === undefined || networkIn === undefined || networkOut === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuPercent = setting(settings, 'cpuPercent');
    const { nightHours, weekendHours, share, quietHours } = offHours([
      { answer: cpu, quietBelow: cpuPercent },
      { answer: networkIn, quietBelow: networkBytesPerHour },
      { answer: networkOut, quietBelow: networkBytesPerHour },
    ]);
    if (quietHours === 168) return { verdict: 'not_applicable', because: 'it does nothing at any hour: judged by azure.compute.virtual-machine-idle' };
    if (nightHours < setting(settings, 'nightHours') || weekendHours < setting(settings, 'weekendHours')) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { vmSize: item.vmSize, sign: nonProductionSign(identity.name, identity.tags), nightHours, weekendHours, share, cpuPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `at the same hours of both weeks CPU < ${String(cpuPercent)} % and network < 1 kB/s: ≥ ${String(setting(settings, 'nightHours'))} hours a night, ≥ ${String(setting(settings, 'weekendHours'))} of the weekend’s 48; of the bill the share (5 × night + weekend) ÷ 168 is counted`,
      ),
      assumptions: [
        'Hours are counted in UTC.',
        'What a reservation pays for saves nothing while the machine is off: it is in the gross amount, not in the realisable one.',
        'Its disks and addresses stay billed and are no part of its bill.',
      ],
      cost: { kind: 'share', share, meters: null, list: virtualMachinePriceKeys(item, identity.region ?? '') },
    };
  },
});

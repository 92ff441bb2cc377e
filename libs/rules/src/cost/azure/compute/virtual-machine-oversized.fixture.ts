import type { AzureComputeVirtualMachine } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { machineCase } from '../../../testing/azure-machine-case.js';

const machine = (more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine => machineCase(more);
const gib = 1024 ** 3;
/** Of 16 GiB at least 10 are free. */
const quiet = { cpu: [12, 22], memory: [11 * gib, 10 * gib], networkOut: [2e9] };

export const azureComputeVirtualMachineOversizedFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    {
      title: 'processor, memory and network fit half the size',
      item: machine(),
      metrics: quiet,
      facts: { targetSize: 'Standard_D2s_v5', p99CpuPercent: 22, usedMemoryPercent: 37.5 },
    },
    { title: 'a family with much memory', item: machine({ vmSize: 'Standard_E8ds_v4' }), metrics: { ...quiet, memory: [50 * gib] } },
  ],
  pass: [
    { title: 'busy now and then', item: machine(), metrics: { ...quiet, cpu: [12, 45] } },
    { title: 'its memory is needed', item: machine(), metrics: { ...quiet, memory: [4 * gib] } },
    { title: 'sends more than half the size could (750 Mbit/s)', item: machine(), metrics: { ...quiet, networkOut: [400e9] } },
  ],
  notApplicable: [
    { title: 'idle: another finding', item: machine(), metrics: { ...quiet, cpu: [1, 2] }, because: /idle/ },
    { title: 'the smallest size', item: machine({ vmSize: 'Standard_D2s_v5' }), metrics: quiet, because: /half/ },
    { title: 'burstable', item: machine({ vmSize: 'Standard_B4ms' }), metrics: quiet, because: /half/ },
    { title: 'of an old series', item: machine({ vmSize: 'Standard_D4s_v2' }), metrics: quiet, because: /half/ },
    { title: 'constrained processors', item: machine({ vmSize: 'Standard_E8-4s_v5' }), metrics: quiet, because: /half/ },
    { title: 'a size whose memory is no power of two', item: machine({ vmSize: 'Standard_E64s_v3' }), metrics: quiet, because: /half/ },
    {
      title: 'more data disks than half the size may carry',
      item: machine({ diskIds: ['os', '1', '2', '3', '4', '5'] }),
      metrics: quiet,
      because: /data disks/,
    },
    { title: 'deallocated', item: machine({ powerState: 'PowerState/deallocated' }), metrics: quiet, because: /deallocated/ },
    { title: 'spot', item: machine({ priority: 'Spot' }), metrics: quiet, because: /spot/ },
    { title: 'member of a scale set', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/set' }), metrics: quiet, because: /scale set/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: machine(), metrics: { cpu: [], memory: [], networkOut: [] }, reason: 'no_metrics' },
    { title: 'memory without a datapoint', item: machine(), metrics: { ...quiet, memory: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: machine({ timeCreated: '2026-11-01T00:00:00.000Z' }), metrics: quiet, reason: 'too_young' },
    { title: 'no power state', item: machine({ powerState: null }), metrics: quiet, reason: 'unavailable' },
    { title: 'no creation time', item: machine({ timeCreated: null }), metrics: quiet, reason: 'unparsable' },
  ],
};

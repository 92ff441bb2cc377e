import type { AzureComputeVirtualMachine } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { machineCase } from '../../../testing/azure-machine-case.js';
import { workingHours } from '../../../testing/two-weeks.js';

const machine = (more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine => machineCase({ tags: { environment: 'test' }, ...more });
const office = { cpu: workingHours(40, 1), networkIn: workingHours(5e8, 1000), networkOut: workingHours(5e8, 1000) };

export const azureComputeVirtualMachineOffHoursFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    { title: 'used from 7 to 19 on weekdays', item: machine(), metrics: office, facts: { sign: 'test', nightHours: 12, weekendHours: 48 } },
    { title: 'said by its name', item: machine({ tags: {}, name: 'app-staging-001' }), metrics: office, facts: { sign: 'app-staging-001' } },
  ],
  pass: [
    { title: 'works at night too', item: machine(), metrics: { ...office, cpu: [40] } },
    { title: 'sends data at night', item: machine(), metrics: { ...office, networkOut: [5e8] } },
  ],
  notApplicable: [
    { title: 'production', item: machine({ tags: { environment: 'production' } }), metrics: office, because: /production/ },
    { title: 'nothing says what it is', item: machine({ tags: {} }), metrics: office, because: /neither/ },
    { title: 'never does anything: another finding', item: machine(), metrics: { cpu: [1], networkIn: [0], networkOut: [0] }, because: /idle/ },
    { title: 'deallocated already', item: machine({ powerState: 'PowerState/deallocated' }), metrics: office, because: /deallocated/ },
    { title: 'spot', item: machine({ priority: 'Spot' }), metrics: office, because: /spot/ },
    { title: 'member of a scale set', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/set' }), metrics: office, because: /scale set/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: machine(), metrics: { cpu: [], networkIn: [], networkOut: [] }, reason: 'no_metrics' },
    { title: 'younger than two weeks', item: machine({ timeCreated: '2026-11-15T00:00:00.000Z' }), metrics: office, reason: 'too_young' },
    { title: 'no power state', item: machine({ powerState: null }), metrics: office, reason: 'unavailable' },
    { title: 'no creation time', item: machine({ timeCreated: null }), metrics: office, reason: 'unparsable' },
  ],
};

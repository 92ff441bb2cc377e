import type { AwsRdsDbInstance, AwsRdsDbMajorEngineVersion } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseItem } from '../../../testing/database-item.js';

const calendar = (standardSupportEnds: string | null, more: Partial<AwsRdsDbMajorEngineVersion> = {}): { calendar: AwsRdsDbMajorEngineVersion[] } => ({
  calendar: [{ engine: 'postgres', majorVersion: '12', standardSupportEnds, extendedSupportEnds: '2028-02-29T23:59:59.999Z', ...more }],
});
const over = calendar('2025-02-28T23:59:59.999Z');

export const awsRdsDbInstanceExtendedSupportFixture: RuleFixture<AwsRdsDbInstance> = {
  fail: [
    { title: 'past standard support', item: databaseItem(), lookups: over, facts: { daysLeft: -631, engineVersion: '12.18' } },
    { title: 'a replica is charged too', item: databaseItem({ readReplicaOf: 'shop-main', multiAz: true }), lookups: over, facts: { multiAz: true } },
    {
      title: 'MySQL names its major version by two parts',
      item: databaseItem({ engine: 'mysql', engineVersion: '5.7.44' }),
      lookups: calendar('2024-02-29T23:59:59.999Z', { engine: 'mysql', majorVersion: '5.7' }),
    },
    { title: 'two months before the end', item: databaseItem(), lookups: calendar('2027-01-21T00:00:00.000Z'), facts: { daysLeft: 60 } },
  ],
  pass: [{ title: 'a version with years to go', item: databaseItem(), lookups: calendar('2029-02-28T23:59:59.999Z') }],
  notApplicable: [
    { title: 'SQL Server', item: databaseItem({ engine: 'sqlserver-se', engineVersion: '16.00', extendedSupport: null }), lookups: over, because: /licence/ },
    { title: 'extended support is switched off', item: databaseItem({ extendedSupport: false }), lookups: over, because: /switched off/ },
    {
      title: 'an engine without extended support',
      item: databaseItem(),
      lookups: calendar('2025-02-28T00:00:00.000Z', { extendedSupportEnds: null }),
      because: /no extended/,
    },
  ],
  undetermined: [
    { title: 'a version that the calendar does not have', item: databaseItem({ engineVersion: '99.1' }), lookups: over, reason: 'unavailable' },
    { title: 'no version yet: it is being made', item: databaseItem({ engineVersion: null }), lookups: over, reason: 'unavailable' },
  ],
};

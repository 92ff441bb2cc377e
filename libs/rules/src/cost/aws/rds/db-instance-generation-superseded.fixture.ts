import type { AwsRdsDbInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseItem } from '../../../testing/database-item.js';

const modern = (more: Partial<AwsRdsDbInstance>): AwsRdsDbInstance => databaseItem({ engineVersion: '16.4', ...more });

export const awsRdsDbInstanceGenerationSupersededFixture: RuleFixture<AwsRdsDbInstance> = {
  fail: [
    { title: 'two generations behind', item: modern({ dbInstanceClass: 'db.m4.large' }), facts: { targetClass: 'db.m6g.large' } },
    { title: 'a processor with a cheaper twin', item: modern({ dbInstanceClass: 'db.r5.2xlarge' }), facts: { targetClass: 'db.r6g.2xlarge' } },
    { title: 'MySQL 8', item: modern({ engine: 'mysql', engineVersion: '8.0.36' }), facts: { targetClass: 'db.m6g.xlarge' } },
  ],
  pass: [
    { title: 'the newer family', item: modern({ dbInstanceClass: 'db.m6g.large' }) },
    { title: 'a family that nothing here follows', item: modern({ dbInstanceClass: 'db.x2g.large' }) },
  ],
  notApplicable: [
    { title: 'stopped', item: modern({ state: 'stopped' }), because: /stopped/ },
    { title: 'serverless', item: modern({ dbInstanceClass: 'db.serverless' }), because: /serverless/ },
    { title: 'SQL Server', item: modern({ engine: 'sqlserver-se' }), because: /does not run/ },
    { title: 'a version of which not all run there', item: modern({ engineVersion: '11.22' }), because: /upgrade it first/ },
  ],
  undetermined: [
    { title: 'a class of another form', item: modern({ dbInstanceClass: 'db' }), reason: 'unparsable' },
    { title: 'no version yet', item: modern({ engineVersion: null }), reason: 'unparsable' },
  ],
};

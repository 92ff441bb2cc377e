import type { GcpSqladminInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { sqlInstance } from './instance-fixture.js';

export const gcpSqladminInstanceExtendedSupportFixture: RuleFixture<GcpSqladminInstance> = {
  fail: [
    { title: 'MySQL 5.7', item: sqlInstance({ databaseVersion: 'MYSQL_5_7' }), facts: { standardSupportEnded: '2025-02-01' } },
    { title: 'PostgreSQL 9.6', item: sqlInstance({ databaseVersion: 'POSTGRES_9_6' }) },
    { title: 'a replica pays as well', item: sqlInstance({ databaseVersion: 'POSTGRES_11', masterInstanceName: 'acme-prod:orders' }) },
  ],
  pass: [
    { title: 'MySQL 8.4', item: sqlInstance({ databaseVersion: 'MYSQL_8_4' }) },
    { title: 'PostgreSQL 16', item: sqlInstance({ databaseVersion: 'POSTGRES_16' }) },
  ],
  notApplicable: [
    { title: 'SQL Server', item: sqlInstance({ databaseVersion: 'SQLSERVER_2017_STANDARD' }), because: /SQL Server/ },
    { title: 'stopped', item: sqlInstance({ databaseVersion: 'MYSQL_5_7', activationPolicy: 'NEVER' }), because: /stopped/ },
  ],
  undetermined: [
    { title: 'the end of MySQL 8.0 was not published when this was written', item: sqlInstance({ databaseVersion: 'MYSQL_8_0_31' }), reason: 'unavailable' },
    { title: 'PostgreSQL 13', item: sqlInstance({ databaseVersion: 'POSTGRES_13' }), reason: 'unavailable' },
  ],
};

import { type GcpSqladminInstance, gcpSqladminInstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

/** Major versions whose standard support Google had ended when this was written; newer ends are added here once Google has published them. */
const ended: Readonly<Record<string, string>> = {
  MYSQL_5_6: '2025-02-01',
  MYSQL_5_7: '2025-02-01',
  POSTGRES_9_6: '2025-02-01',
  POSTGRES_10: '2025-02-01',
  POSTGRES_11: '2025-02-01',
  POSTGRES_12: '2025-02-01',
};
/** Their makers' support ends in these years, and what Google does then was not known when this was written. */
const uncertain: readonly string[] = ['MYSQL_8_0', 'POSTGRES_13'];

/** `MYSQL_8_0_31` is a minor of `MYSQL_8_0`. */
const majorOf = (version: string): string => /^MYSQL_\d+_\d+|^[A-Z]+_[\d_]+/.exec(version)?.[0] ?? version;

export const gcpSqladminInstanceExtendedSupportRule = defineRule<GcpSqladminInstance>({
  id: 'gcp.sqladmin.instance-extended-support',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Cloud SQL instance of a version that only extended support keeps',
  why: 'After a version’s standard support Google bills extended support per processor and hour, on top of the instance, for every replica and standby.',
  verify: 'gcloud sql instances describe {name} --project {accountId} --format "yaml(databaseVersion,databaseInstalledVersion,settings.tier)"',
  remedy: {
    steps: ['Test the application against a newer major version on a clone.', 'Upgrade the major version in place, in a quiet hour.'],
    rollback: 'Restore the backup that was taken before the upgrade into a new instance of the old version.',
  },
  severity: 'high',
  effort: 'High',
  actionGroup: 'modernise',
  needs: { item: gcpSqladminInstancesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item }) {
    const { databaseVersion } = item;
    if (databaseVersion.startsWith('SQLSERVER')) return { verdict: 'not_applicable', because: 'Google sells no extended support for SQL Server' };
    if (item.activationPolicy === 'NEVER') return { verdict: 'not_applicable', because: 'stopped by its owner: it runs no processor' };
    const major = majorOf(databaseVersion);
    if (uncertain.includes(major))
      return { verdict: 'undetermined', reason: 'unavailable', facts: { databaseVersion, missing: 'the published end of standard support' } };
    const standardSupportEnded = ended[major];
    if (standardSupportEnded === undefined) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { databaseVersion, standardSupportEnded, tier: item.tier, availabilityType: item.availabilityType },
      window: null,
      formula: formula('databaseVersion is one whose standard support ended; only bill lines that name extended support are counted'),
      assumptions: ['Google has moved such dates before; where the bill has no line of extended support, the money is unknown.'],
      cost: { kind: 'meters', meters: ['Extended Support'], list: [] },
    };
  },
});

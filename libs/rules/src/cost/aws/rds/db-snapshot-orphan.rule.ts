import { type AwsRdsDbSnapshot, awsRdsDbInstancesReader, awsRdsDbSnapshotsReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

export const awsRdsDbSnapshotOrphanRule = defineRule<AwsRdsDbSnapshot>({
  id: 'aws.rds.db-snapshot-orphan',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Manual RDS snapshot whose database is gone',
  why: 'A manual snapshot is billed until somebody deletes it; of a database that is gone it is most often forgotten.',
  verify:
    'aws rds describe-db-snapshots --db-snapshot-identifier {resourceId} --region {region} --query "DBSnapshots[].[SnapshotCreateTime,DBInstanceIdentifier,SnapshotType,AllocatedStorage]"',
  remedy: {
    steps: [
      'Check with the owner (tags) that no rule of retention covers it: final snapshots are often kept on purpose.',
      'Delete the snapshot, or export it to S3.',
    ],
    rollback: 'A deleted snapshot does not come back; restore from the export.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsRdsDbSnapshotsReader },
  lookups: {
    databases: lookup({
      reader: awsRdsDbInstancesReader,
      keys: (instance) => [{ key: instance.dbInstanceIdentifier }],
      ask: (snapshot: AwsRdsDbSnapshot) => [snapshot.dbInstanceIdentifier],
    }),
  },
  metrics: {},
  defaults: { graceDays: 30 },
  evaluate({ item, lookups, at, settings }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.snapshotType !== 'manual') return { verdict: 'not_applicable', because: `a snapshot of type ${item.snapshotType} ends by its own rule` };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    if (lookups['databases']?.has(item.dbInstanceIdentifier) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        dbInstanceIdentifier: item.dbInstanceIdentifier,
        sourceExists: false,
        createTime: item.createTime,
        ageDays,
        graceDays,
        storageGib: item.storageGib,
      },
      window: item.createTime === null ? null : windowSince(item.createTime, at),
      formula: formula(`manual, age ≥ ${String(graceDays)} days, no database of its source's name in the region`),
      assumptions: ['Snapshots share blocks: deleting one frees no more than it is billed for.', 'Snapshots of Aurora clusters are not judged here.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});

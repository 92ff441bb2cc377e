import { type AwsRdsDbInstance, awsRdsDbInstancesReader, awsRdsDbMajorEngineVersionsReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { isOpenSourceEngine } from './database-price-keys.js';
import { daysOfStandardSupport, extendedSupportMeters, unknownCalendar } from '../extended-support.js';

/** `12` of PostgreSQL 12.18, `5.7` of MySQL 5.7.44: RDS names a major version by one part or by two. */
function majorsOf({ engine, engineVersion }: AwsRdsDbInstance): string[] {
  const [first, second] = (engineVersion ?? '').split('.');
  if (first === undefined || first === '') return [];
  return [`${engine} ${first}`, ...(second === undefined ? [] : [`${engine} ${first}.${second}`])];
}

export const awsRdsDbInstanceExtendedSupportRule = defineRule<AwsRdsDbInstance>({
  id: 'aws.rds.db-instance-extended-support',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'RDS database at or near the end of standard support',
  why: 'A database on a version past standard support is charged per processor and hour on top, standbys and replicas too.',
  verify:
    'aws rds describe-db-instances --db-instance-identifier {resourceId} --region {region} --query "DBInstances[].[EngineVersion,EngineLifecycleSupport]"',
  remedy: {
    steps: ['Try the upgrade on a copy restored from a snapshot.', 'Upgrade the major version, by a blue/green deployment where the engine has one.'],
    rollback: 'Switch back to the blue side, or restore the snapshot that was taken before.',
  },
  severity: 'high',
  effort: 'High',
  actionGroup: 'modernise',
  needs: { item: awsRdsDbInstancesReader },
  lookups: {
    calendar: lookup({
      reader: awsRdsDbMajorEngineVersionsReader,
      keys: ({ engine, majorVersion, standardSupportEnds, extendedSupportEnds }) =>
        // Without extended support there is nothing to pay: such versions are retired.
        [{ key: `${engine} ${majorVersion}`, value: extendedSupportEnds === null ? 'none' : standardSupportEnds }],
      ask: majorsOf,
    }),
  },
  metrics: {},
  defaults: { warnDays: 90 },
  evaluate({ item, lookups, at, settings }) {
    if (!isOpenSourceEngine(item.engine)) return { verdict: 'not_applicable', because: 'its engine comes with a licence, whose support is another' };
    if (item.extendedSupport === false)
      return { verdict: 'not_applicable', because: 'extended support is switched off: it is upgraded when standard support ends' };
    const known = majorsOf(item).filter((major) => lookups['calendar']?.has(major) === true);
    const [major] = known;
    const ends = major === undefined ? undefined : lookups['calendar']?.get(major);
    if (ends === 'none') return { verdict: 'not_applicable', because: 'its engine has no extended support' };
    const daysLeft = daysOfStandardSupport(ends, at);
    if (daysLeft === null) return unknownCalendar(item.engineVersion);
    const warnDays = setting(settings, 'warnDays');
    if (daysLeft > warnDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { engine: item.engine, engineVersion: item.engineVersion, dbInstanceClass: item.dbInstanceClass, multiAz: item.multiAz, daysLeft, warnDays },
      window: null,
      formula: formula(`standard support of ${major ?? ''} ends in ${String(daysLeft)} days (≤ ${String(warnDays)}) by RDS's own calendar`),
      assumptions: [
        daysLeft < 0
          ? 'Only the charge for extended support is counted, from the bill: it differs by year and region.'
          : 'Nothing is charged yet, so there is no amount.',
      ],
      cost: { kind: 'meters', meters: extendedSupportMeters, list: [] },
    };
  },
});

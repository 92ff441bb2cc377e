import { type AwsRdsDbInstance, awsRdsDbInstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { databaseClass } from './database-classes.js';
import { databaseHourMeters, databasePriceKeys, isOpenSourceEngine } from './database-price-keys.js';

/** Same processors and memory per size; RDS runs the engine, so nobody's program has to be built for the other processor. */
const successor: Readonly<Record<string, string>> = { m3: 'm6g', m4: 'm6g', m5: 'm6g', r3: 'r6g', r4: 'r6g', r5: 'r6g', t2: 't4g', t3: 't4g' };
/** The oldest major version that runs on the successors in all its minor versions of today. */
const firstMajor: Readonly<Record<string, number>> = { postgres: 13, 'aurora-postgresql': 13, mysql: 8, 'aurora-mysql': 8, mariadb: 10.6 };

export const awsRdsDbInstanceGenerationSupersededRule = defineRule<AwsRdsDbInstance>({
  id: 'aws.rds.db-instance-generation-superseded',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'RDS database on machines that cheaper ones have followed',
  why: 'RDS offers the same processors and memory on Graviton for less, and the engine behaves the same there.',
  verify:
    'aws rds describe-db-instances --db-instance-identifier {resourceId} --region {region} --query "DBInstances[].[DBInstanceClass,Engine,EngineVersion]"',
  remedy: {
    steps: [
      'Check extensions and plug-ins of the database against the new family.',
      'Look whether a reserved instance is bound to the old family.',
      'Change the class in a maintenance window; the database restarts.',
    ],
    rollback: 'Change the class back, with another restart.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'modernise',
  needs: { item: awsRdsDbInstancesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.dbInstanceClass === 'db.serverless') return { verdict: 'not_applicable', because: 'serverless: it has no machine of its own' };
    if (!isOpenSourceEngine(item.engine)) return { verdict: 'not_applicable', because: 'its engine does not run on the newer processors' };
    const parts = databaseClass(item.dbInstanceClass);
    const major = Number.parseFloat(item.engineVersion ?? '');
    if (parts === null || Number.isNaN(major))
      return { verdict: 'undetermined', reason: 'unparsable', facts: { dbInstanceClass: item.dbInstanceClass, engineVersion: item.engineVersion } };
    const family = successor[parts.family];
    if (family === undefined) return { verdict: 'pass' };
    if (major < (firstMajor[item.engine] ?? Number.POSITIVE_INFINITY))
      return { verdict: 'not_applicable', because: 'not every minor version of its engine runs on the newer processors: upgrade it first' };
    const targetClass = `db.${family}.${parts.size}`;
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { dbInstanceClass: item.dbInstanceClass, targetClass, engine: item.engine, engineVersion: item.engineVersion },
      window: null,
      formula: `family ${parts.family} is followed by ${family}; saving = hours on the bill × (1 − list price of ${targetClass} ÷ list price of ${item.dbInstanceClass})`,
      assumptions: ['Storage and backups stay as they are and are left out.', 'A commitment bound to the old family would go unused.'],
      cost: {
        kind: 'ratio',
        list: databasePriceKeys(item, region),
        target: databasePriceKeys({ ...item, dbInstanceClass: targetClass }, region),
        meters: databaseHourMeters,
      },
    };
  },
});

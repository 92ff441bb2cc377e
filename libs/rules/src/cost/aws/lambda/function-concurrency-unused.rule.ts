import { type AwsLambdaProvisionedConcurrency, awsLambdaProvisionedConcurrenciesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';

const windowDays = 14;

export const awsLambdaFunctionConcurrencyUnusedRule = defineRule<AwsLambdaProvisionedConcurrency>({
  id: 'aws.lambda.function-concurrency-unused',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Lambda function kept ready far beyond its calls',
  why: 'Provisioned concurrency is billed by the hour whether it is called or not; a function that is not kept ready costs nothing while idle.',
  verify: 'aws lambda list-provisioned-concurrency-configs --function-name {resourceId} --region {region}',
  remedy: {
    steps: ['Ask the owner what start-up time the callers bear.', 'Lower the provisioned concurrency, give it a schedule, or remove it.'],
    rollback: 'Set the provisioned concurrency again; it is ready within minutes.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsLambdaProvisionedConcurrenciesReader },
  lookups: {},
  metrics: {
    utilisation: awsMetric<AwsLambdaProvisionedConcurrency>(
      { namespace: 'AWS/Lambda', name: 'ProvisionedConcurrencyUtilization', statistic: 'Maximum', windowDays, per: 'day' },
      (item) => ({ FunctionName: item.functionName, Resource: `${item.functionName}:${item.configs[0]?.qualifier ?? '$LATEST'}` }),
    ),
  },
  defaults: { usedPercent: 10 },
  candidate({ item, at }) {
    const [config, ...more] = item.configs;
    // The bill knows the function, metrics know the alias: with two of them nobody can say whose share is whose.
    if (config === undefined || more.length > 0) return { verdict: 'undetermined', reason: 'no_metrics', facts: { aliases: item.configs.length } };
    if (config.state !== 'READY') return { verdict: 'not_applicable', because: `state is ${config.state}` };
    const ageDays = daysSince(config.changeTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { changeTime: config.changeTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { utilisation } = metrics;
    if (utilisation === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const usedPercent = setting(settings, 'usedPercent');
    // The metric is a share of 0 to 1.
    const maxPercent = Math.max(...utilisation.values) * 100;
    if (maxPercent >= usedPercent) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { qualifier: item.configs[0]?.qualifier ?? null, allocated: item.configs[0]?.allocated ?? null, maxPercent, usedPercent },
      window: { start: utilisation.start, end: utilisation.end },
      formula: formula(`max(ProvisionedConcurrencyUtilization) < ${String(usedPercent)} % over ${String(windowDays)} days`),
      assumptions: ['The meter of provisioned concurrency is claimed whole; what calls then cost on demand is not taken off.'],
      cost: { kind: 'meters', meters: ['Lambda-Provisioned-Concurrency'], list: [] },
    };
  },
});

import { type AwsSagemakerEndpoint, awsSagemakerEndpointsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { awsMetric, sumOf } from '../aws-metric.js';

const windowDays = 14;
const dimensions = (endpoint: AwsSagemakerEndpoint): Readonly<Record<string, string>> => ({
  EndpointName: endpoint.endpointName,
  VariantName: endpoint.variants[0]?.variantName ?? 'none',
});

export const awsSagemakerEndpointIdleRule = defineRule<AwsSagemakerEndpoint>({
  id: 'aws.sagemaker.endpoint-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'SageMaker endpoint that nobody calls',
  why: 'The machines that host an endpoint are billed by the hour, called or not; they are among the dearest there are.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace /aws/sagemaker/Endpoints --metric-name CPUUtilization --dimensions Name=EndpointName,Value={name} --statistics Maximum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Ask the owner whether a caller is on its way.', 'Delete the endpoint and keep its configuration and model.'],
    rollback: 'Create the endpoint again from its configuration; that takes some minutes.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsSagemakerEndpointsReader },
  lookups: {},
  metrics: {
    invocations: awsMetric<AwsSagemakerEndpoint>({ namespace: 'AWS/SageMaker', name: 'Invocations', statistic: 'Sum', windowDays, per: 'day' }, dimensions),
    // The hosting machine's own pulse: without it, no invocations would mean no monitoring.
    processor: awsMetric<AwsSagemakerEndpoint>(
      { namespace: '/aws/sagemaker/Endpoints', name: 'CPUUtilization', statistic: 'Maximum', windowDays, per: 'day' },
      dimensions,
    ),
  },
  defaults: {},
  candidate({ item, at }) {
    if (item.state !== 'InService') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.variants.length > 0 && item.variants.every(({ serverless }) => serverless))
      return { verdict: 'not_applicable', because: 'serverless: it costs nothing while nobody calls' };
    if (item.asynchronous) return { verdict: 'not_applicable', because: 'asynchronous: it takes its work from a queue and may scale to nothing' };
    // Metrics are kept per variant; one silent variant of several is a trial, not an idle endpoint.
    if (item.variants.length !== 1 || item.shadowVariants > 0)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { variants: item.variants.length, shadowVariants: item.shadowVariants } };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { invocations, processor } = metrics;
    if (invocations === undefined || processor === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(invocations.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { createTime: item.createTime, variant: item.variants[0]?.variantName ?? null, invocations: 0, processorCoverage: processor.coverage },
      window: { start: invocations.start, end: invocations.end },
      formula: formula(`Σ Invocations = 0 over ${String(windowDays)} days, while its machines reported their processor`),
      assumptions: ['SageMaker sends no datapoint where there was no invocation; that the endpoint was watched is read from the processor of its machines.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});

import { groupsOf, type LabelledGroup } from './labelled-group.js';

const na = 'not_applicable';
const young = 'undetermined too_young';
const unmeasured = 'undetermined no_metrics';

export const serviceGroups: readonly LabelledGroup[] = [
  ...groupsOf(
    'endpoints',
    ['aws.sagemaker.endpoint-idle'],
    [
      [{ situation: 'used', count: 1, dailyCost: '5.52' }, 'pass'],
      [{ situation: 'idle', count: 2, dailyCost: '5.52' }, 'fail 168.03'],
      [{ situation: 'idle-young', count: 1, dailyCost: '5.52' }, young],
      [{ situation: 'no-metrics', count: 1, dailyCost: '5.52' }, unmeasured],
      [{ situation: 'serverless', count: 1 }, na],
      [{ situation: 'asynchronous', count: 1, dailyCost: '5.52' }, na],
      [{ situation: 'two-variants', count: 1, dailyCost: '11.04' }, unmeasured],
    ],
  ),
  ...groupsOf(
    'workspaces',
    ['aws.workspaces.workspace-idle'],
    [
      [{ situation: 'used', count: 3, dailyCost: '1.08' }, 'pass'],
      [{ situation: 'abandoned', count: 3, dailyCost: '1.08' }, 'fail 32.88'],
      // It sleeps by itself, and costs little.
      [{ situation: 'abandoned', count: 1, runningMode: 'AUTO_STOP', dailyCost: '0.32' }, 'fail 9.74'],
      [{ situation: 'never-connected', count: 1, dailyCost: '1.08' }, 'undetermined unavailable'],
      [{ situation: 'status-unknown', count: 1, dailyCost: '1.08' }, 'undetermined unavailable'],
    ],
  ),
  // A function that keeps nothing ready is no item of the rule: it costs nothing while nobody calls.
  ...groupsOf(
    'functions',
    [],
    [
      [{ situation: 'on-demand', count: 6, dailyCost: '0.02' }],
      [{ situation: 'on-demand', count: 2, dailyCost: '0.9', optimized: { advice: 'smaller', saving: 4.5 } }],
    ],
  ),
  ...groupsOf(
    'functions',
    ['aws.lambda.function-concurrency-unused'],
    [
      [{ situation: 'kept-ready-used', count: 1, dailyCost: '1.4' }, 'pass'],
      [{ situation: 'kept-ready-unused', count: 2, dailyCost: '1.4' }, 'fail unknown'],
      [{ situation: 'kept-ready-young', count: 1, dailyCost: '1.4' }, young],
      [{ situation: 'kept-ready-no-metrics', count: 1, dailyCost: '1.4' }, unmeasured],
      [{ situation: 'two-aliases', count: 1, dailyCost: '2.8' }, unmeasured],
    ],
  ),
  ...groupsOf(
    'searchDomains',
    ['aws.opensearch.domain-idle'],
    [
      [{ situation: 'used', count: 1, dailyCost: '8.02' }, 'pass'],
      [{ situation: 'filled-only', count: 1, dailyCost: '8.02' }, 'pass'],
      [{ situation: 'idle', count: 2, dailyCost: '8.02' }, 'fail 244.13'],
      // Nothing says when it was made: its datapoints are too few.
      [{ situation: 'idle-young', count: 1, dailyCost: '8.02' }, unmeasured],
      [{ situation: 'no-metrics', count: 1, dailyCost: '8.02' }, unmeasured],
      [{ situation: 'processing', count: 1, dailyCost: '8.02' }, na],
      [{ situation: 'deleted', count: 1 }, na],
    ],
  ),
  ...groupsOf(
    'clusters',
    ['aws.eks.cluster-extended-support'],
    [
      [{ situation: 'current', count: 1, dailyCost: '2.4' }, 'pass'],
      // Cost Explorer names no meter: 730 hours × 0.50 by the list.
      [{ situation: 'extended-support', count: 2, dailyCost: '14.4' }, 'fail 365.00'],
      [{ situation: 'near-the-end', count: 1, dailyCost: '2.4' }, 'fail unknown'],
      [{ situation: 'upgraded-by-policy', count: 1, dailyCost: '2.4' }, na],
      [{ situation: 'unknown-version', count: 1, dailyCost: '2.4' }, 'undetermined unavailable'],
      [{ situation: 'deleting', count: 1 }, na],
    ],
  ),
  ...groupsOf(
    'users',
    ['aws.iam.access-key-unused'],
    [
      [{ situation: 'active-key', count: 4 }, 'pass'],
      [{ situation: 'unused-key', count: 2 }, 'fail unknown'],
      [{ situation: 'never-used-key', count: 1 }, 'fail unknown'],
      [{ situation: 'new-key', count: 1 }, 'pass'],
      [{ situation: 'inactive-key', count: 1 }, 'pass'],
      [{ situation: 'no-key', count: 1 }, 'pass'],
    ],
  ),
];

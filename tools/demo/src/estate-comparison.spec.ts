import { describe, expect, it } from '@jest/globals';
import { unknownSaving, type Finding } from '@vitrine/contracts';
import { compareWithLabel } from './estate-comparison.js';
import type { DemoLabel } from './demo-clouds.js';

const volume: DemoLabel = { cloud: 'aws', fault: 'aws-ebs-volume-unattached', resourceId: 'vol-1', monthlySaving: '40.004248', currency: 'USD' };
const disk: DemoLabel = {
  cloud: 'gcp',
  fault: 'gcp-disk-unattached',
  resourceId: '//compute.googleapis.com/projects/p/zones/z/disks/d',
  monthlySaving: null,
  currency: 'USD',
};

function finding(changes: Partial<Finding>, amount: string | null): Finding {
  return {
    ...{
      id: `finding of ${changes.resourceId ?? 'vol-1'}`,
      auditId: 'a',
      connectionId: 'c',
      cloud: 'aws',
      ruleId: 'aws.ec2.volume-unattached',
      ruleVersion: 1,
      title: 't',
      verdict: 'fail',
      reason: null,
      missingPermission: null,
    },
    ...{
      status: 'open',
      severity: 'low',
      confidence: 'high',
      effort: 'Low',
      actionGroup: 'terminate',
      provisional: false,
      superseded: false,
      accountId: '1',
      region: null,
      resourceId: 'vol-1',
      resourceName: null,
      resourceType: 'r',
    },
    ...{
      evidence: { source: [], window: null, facts: {}, formula: '', assumptions: [] },
      verify: '',
      remedy: { steps: ['x'], rollback: '' },
      firstSeenAt: '',
      lastSeenAt: '',
      resolvedAt: null,
    },
    saving: { ...unknownSaving, savingRealisableMonthly: amount, currency: amount === null ? null : 'USD' },
    ...changes,
  };
}

describe('the estate’s label against what an audit found', () => {
  it.each([
    ['https://container.googleapis.com/v1/projects/p/locations/l/clusters/c', '//container.googleapis.com/projects/p/locations/l/clusters/c'],
    ['p:europe-west1:db', '//cloudsql.googleapis.com/projects/p/instances/db'],
    ['gs://bucket', '//storage.googleapis.com/bucket'],
    ['projects/p/locations/global/buckets/b', '//logging.googleapis.com/projects/p/locations/global/buckets/b'],
    ['5059', '//aiplatform.googleapis.com/projects/48/locations/europe-west4/endpoints/5059'],
  ])('knows %s of a Google service as %s of the label', (resourceId, labelled) => {
    const label: DemoLabel = { ...disk, resourceId: labelled };
    const found = [finding({ cloud: 'gcp', resourceId }, null)];
    expect(compareWithLabel([label], found, new Set())).toMatchObject({ missing: [], unexpected: [] });
    expect(compareWithLabel([label], [finding({ cloud: 'gcp', resourceId: `${resourceId}x` }, null)], new Set()).missing).toHaveLength(1);
  });

  it('is equal where every labelled fault was found with its money, whatever form a resource’s name has', () => {
    const found = [finding({}, '40.004248'), finding({ cloud: 'gcp', resourceId: 'https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/d' }, '11')];
    expect(compareWithLabel([volume, disk], found, new Set())).toMatchObject({
      equal: true,
      missing: [],
      unexpected: [],
      amounts: [{ currency: 'USD', expected: '40.004248', found: '40.004248' }],
    });
  });

  it('is not equal by a cent, nor with money that the label does not know', () => {
    expect(compareWithLabel([volume], [finding({}, '40.01')], new Set()).equal).toBe(false);
    const invented = compareWithLabel([volume], [finding({}, '40.004248'), finding({ resourceId: 'vol-2' }, '1')], new Set());
    expect(invented).toMatchObject({ equal: false, unexpected: [{ resourceId: 'vol-2' }] });
  });

  it('names a fault that was missed, but not one whose rule was kept from judging', () => {
    expect(compareWithLabel([volume, disk], [finding({}, '40.004248')], new Set()).missing).toEqual([disk]);
    expect(compareWithLabel([volume, disk], [finding({}, '40.004248')], new Set(['gcp-disk-unattached'])).missing).toEqual([]);
  });
});
